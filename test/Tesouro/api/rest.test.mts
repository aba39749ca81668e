import { connect } from '../../../nodes/Tesouro/api/transport';
import { httpContext } from './apiStage.mts';
import { answering, limited, swift, useTransportStage } from './transportStage.mts';

useTransportStage();

describe('REST', () => {
	it('sends the token, the query and the body', async () => {
		const { seen, credential } = await answering({ status: 201, body: { id: 1 }, headers: { etag: 'e' } });
		const from = connect(httpContext, credential);
		const request = {
			method: 'POST',
			path: '/api/v1/things',
			query: { page: '1' },
			body: { a: [] },
		} as const;
		expect(await from.rest(request)).toMatchObject({ status: 201, headers: { etag: 'e' }, body: { id: 1 } });
		expect(seen).toEqual([{ method: 'POST', url: '/api/v1/things?page=1', body: '{"a":[]}' }]);
	});

	it.each([400, 403, 404, 409, 422, 500])('returns status %i without throwing', async (status) => {
		const { credential } = await answering({ status, body: { title: 'No' } });
		const response = await connect(httpContext, credential).rest({ method: 'PATCH', path: '/x', body: {} });
		expect(response).toMatchObject({ status, body: { title: 'No' } });
	});

	it('repeats a read after a failure', async () => {
		const { seen, credential } = await answering({ status: 502 }, 'cut off', { body: { id: 1 } });
		const from = connect(httpContext, credential, swift);
		expect(await from.rest({ method: 'GET', path: '/x' })).toMatchObject({ status: 200 });
		expect(seen).toHaveLength(3);
	});

	it.each(['POST', 'PATCH'] as const)('never repeats a write after a failure (%s)', async (method) => {
		const { seen, credential } = await answering({ status: 502 }, { body: {} });
		const from = connect(httpContext, credential, swift);
		expect(await from.rest({ method, path: '/x', body: {} })).toMatchObject({ status: 502 });
		expect(seen).toHaveLength(1);
		const lost = await answering('cut off', { body: {} });
		const failing = connect(httpContext, lost.credential, swift).rest({ method, path: '/x', body: {} });
		await expect(failing).rejects.toMatchObject({ temporary: true, outcomeUnknown: true });
		expect(lost.seen).toHaveLength(1);
	});

	it('repeats a write after 429, because nothing was done', async () => {
		const { seen, credential } = await answering(limited({}), { status: 201, body: {} });
		const from = connect(httpContext, credential, swift);
		expect(await from.rest({ method: 'POST', path: '/x', body: {} })).toMatchObject({ status: 201 });
		expect(seen).toHaveLength(2);
	});
});
