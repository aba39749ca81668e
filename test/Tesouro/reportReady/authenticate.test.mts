import { authenticate } from '../../../nodes/Tesouro/reportReady/authenticate';
import type { ReportReadyPolicy } from '../../../nodes/Tesouro/reportReady/policy';
import type { ReadProof } from '../../../nodes/Tesouro/reportReady/proof';

const content = Buffer.from('{}');
const ahead: ReadProof = { kind: 'ahead', reason: 'made ahead of our clock', content };
const policyOf = (authenticity: ReportReadyPolicy['authenticity']): ReportReadyPolicy => ({
	event: 'reportReady',
	authenticity,
	ring: { decryptionKeys: [], verificationKeys: [], problems: [] } as never,
	signatureHeaders: [],
});
const verdictOf = async (proof: ReadProof, authenticity: ReportReadyPolicy['authenticity']) =>
	(await authenticate(proof, { kind: 'malformed' }, policyOf(authenticity), new Date())).verdict;

describe('a delivery whose signature is right, and ahead of our clock', () => {
	it('is asked for again: refused, it may be lost for good', async () => {
		expect(await verdictOf(ahead, 'signature')).toEqual({ kind: 'undecided', reason: ahead.reason });
	});

	it('is nothing to go by where the API has to confirm', async () => {
		expect(await verdictOf(ahead, 'api')).toMatchObject({
			kind: 'undecided',
			reason: expect.stringContaining('no Tesouro credential') as string,
		});
	});

	it('is unlike one that is wrong', async () => {
		const wrong: ReadProof = { kind: 'invalid', reason: 'wrong', content };
		expect(await verdictOf(wrong, 'signature')).toEqual({ kind: 'rejected', reason: 'wrong' });
	});
});
