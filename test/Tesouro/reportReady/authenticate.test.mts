import { toDelivery } from '../../../nodes/shared/deliveries/delivery';
import { authenticate } from '../../../nodes/Tesouro/reportReady/authenticate';
import type { ReportReadyPolicy } from '../../../nodes/Tesouro/reportReady/policy';
import type { ReadProof } from '../../../nodes/Tesouro/reportReady/proof';
import { weigh } from '../../../nodes/Tesouro/reportReady/prove';

const content = Buffer.from('{}');
const delivery = toDelivery(content, {}, new Date());
const ahead: ReadProof = { kind: 'ahead', reason: 'made ahead of our clock', content };
const policyOf = (authenticity: ReportReadyPolicy['authenticity']): ReportReadyPolicy => ({
	event: 'reportReady',
	authenticity,
	ring: { decryptionKeys: [], verificationKeys: [], problems: [] } as never,
	signatureHeaders: [],
	presenterIds: [],
	confirmsRecords: false,
});

async function verdictOf(read: ReadProof, authenticity: ReportReadyPolicy['authenticity']) {
	const policy = policyOf(authenticity);
	const proof = weigh(read, delivery, policy);
	if (proof.kind !== 'passed') return proof;
	return await authenticate(undefined as never, { kind: 'malformed' }, proof, policy);
}

describe('a delivery with a correct signature dated ahead of our clock', () => {
	it('is asked to come again: a refusal might lose it for good', async () => {
		expect(await verdictOf(ahead, 'signature')).toEqual({ kind: 'undecided', reason: ahead.reason });
	});

	it('is decided by the API alone if the API must confirm', async () => {
		expect(await verdictOf(ahead, 'api')).toMatchObject({
			kind: 'undecided',
			reason: expect.stringContaining('no Tesouro credential') as string,
		});
	});

	it('is treated differently from one with a wrong signature', async () => {
		const wrong: ReadProof = { kind: 'invalid', reason: 'wrong', content };
		expect(await verdictOf(wrong, 'signature')).toEqual({ kind: 'rejected', reason: 'wrong' });
	});
});
