import { reformatKey, type PrivateKey } from 'openpgp';
import { endProcess } from '../../../nodes/shared/run/processMemory';
import { newKey } from '../../OpenPgp/newKey.mts';
import { flow, startStage, type Stage } from '../flow.mts';

const DAY_SECONDS = 24 * 3_600;
const made = new Date(Date.now() - 400 * DAY_SECONDS * 1_000);

/** The same key, expired long ago, about to expire, and extended. */
let expired: PrivateKey;
let expiring: PrivateKey;
let extended: PrivateKey;
let stage: Stage;

const extend = async (days: number, date: Date) =>
	(
		await reformatKey({
			privateKey: expired,
			userIDs: [{ name: 'Provider' }],
			date,
			keyExpirationTime: days * DAY_SECONDS,
			format: 'object',
		})
	).privateKey;

beforeAll(async () => {
	expired = await newKey('Provider', { date: made, keyExpirationTime: 60 * DAY_SECONDS });
	expiring = await extend(401, new Date(Date.now() - 20 * DAY_SECONDS * 1_000));
	extended = await extend(2_000, new Date(Date.now() - DAY_SECONDS * 1_000));
	endProcess();
	stage = await startStage({ sandbox: { signingKey: extended.armor() } });
});
afterAll(async () => await stage.close());

const armorOf = (key: PrivateKey) => key.toPublic().armor();

it('a provider extends its key while the trigger is live: no delivery is refused', async () => {
	stage.credentials.tesouro!.publicKeys = armorOf(expiring);
	const workflow = await stage.harness.activate(flow(), stage.credentials);
	stage.sandbox.configure({ webhookUrl: workflow.url });
	const deliverWith = async (...keys: PrivateKey[]) => {
		const publicKeys = keys.map(armorOf).join('\n');
		stage.harness.saveCredentials({ tesouro: { ...stage.credentials.tesouro!, publicKeys } });
		const report = await stage.sandbox.makeReport({ rows: 3 });
		const attempts = await stage.sandbox.deliver(report, { retry: false });
		return attempts.map(({ status }) => status);
	};
	expect(await deliverWith(expiring)).toEqual([200]);
	for (const keys of [
		[expiring, extended],
		[extended, expiring],
		[expired, extended],
		[extended, expired],
		[extended],
	]) {
		expect(await deliverWith(...keys)).toEqual([200]);
	}
	const verdicts = (await workflow.settled()).map(
		(execution) => (execution.nodeOutput('Trigger')[0]!.json as unknown as Event).data.verification.verdict,
	);
	expect(verdicts).toEqual(Array(6).fill('verified'));
	// What is remembered of the keys is forgotten: a copy of the key that has expired is not enough.
	endProcess();
	expect(await deliverWith(expired)).toEqual([401]);
});

interface Event {
	data: { verification: { verdict: string } };
}
