import { TesouroApi } from '../../../credentials/TesouroApi.credentials';
import { accessToken } from '../../../nodes/Tesouro/api/accessToken';
import type { Knobs } from '../../../tools/sandbox/Tesouro/knobs.mts';
import { startSandbox, type Sandbox } from '../../../tools/sandbox/Tesouro/sandbox.mts';
import { credentialOf, httpContext } from './apiStage.mts';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(async () => await sandbox.close());

/** As lodash's `get`, by which n8n looks. */
const get = (value: unknown, path: string) =>
	path
		.split('.')
		.reduce<unknown>((inner, name) => (inner as Record<string, unknown> | null | undefined)?.[name], value);

/** What n8n makes of an answer with status 200: it compares what lies under the key with the value. */
async function failureWith(knobs: Partial<Knobs>) {
	sandbox.configure({ knobs: { graphql: 'ok', ...knobs } });
	const { test } = new TesouroApi();
	const token = await accessToken(httpContext, credentialOf(sandbox));
	const answer: unknown = await httpContext.helpers.httpRequest({
		url: `${sandbox.url}${test.request.url}`,
		method: 'POST',
		headers: { authorization: `Bearer ${token}` },
		body: test.request.body as object,
		json: true,
	});
	return test.rules?.find(
		({ type, properties }) =>
			type === 'responseSuccessBody' && get(answer, properties.key) === properties.value,
	);
}

describe('the test of the credential', () => {
	it('is content with what Tesouro answers', async () => expect(await failureWith({})).toBeUndefined());

	it.each(['login-page', 'forbidden-field', 'service-error', 'several-errors'] as const)(
		'is not content with status 200 and %s',
		async (graphql) =>
			expect(await failureWith({ graphql })).toMatchObject({
				properties: { message: expect.stringMatching(/is not the API of Tesouro, or it refuses/) as string },
			}),
	);
});
