import { toDelivery } from '../../../nodes/shared/deliveries/delivery';
import { proveRequest, type ProofName } from '../../../nodes/shared/deliveries/requestProofs';
import { STRANGER_BYTES_AT_MOST, withinBounds } from '../../../nodes/shared/deliveries/proof';

const proofOf = (bytes: number, isTrusted: boolean) => {
	const content = Buffer.alloc(bytes, ' ');
	return { kind: 'passed' as const, delivery: toDelivery(content, {}, new Date()), content, isTrusted };
};

it('more than 1 MB is not read for a stranger', () => {
	expect(withinBounds(proofOf(STRANGER_BYTES_AT_MOST, false)).kind).toBe('passed');
	expect(withinBounds(proofOf(STRANGER_BYTES_AT_MOST + 1, false))).toMatchObject({
		kind: 'too large',
		reason: expect.stringContaining('Choose one under "Verify Deliveries With"') as string,
	});
});

it('a body that something vouches for may be larger', () => {
	expect(withinBounds(proofOf(16 * STRANGER_BYTES_AT_MOST, true)).kind).toBe('passed');
});

it('more than 1 MB is not read if the API alone confirms', () => {
	const { delivery } = proofOf(STRANGER_BYTES_AT_MOST + 1, false);
	const tokens = { headerName: 'x', current: undefined, unusable: [] } as never;
	const choice = (proofs: ProofName[], isNone: boolean) => ({
		proofs: new Set(proofs),
		isNone,
		tokens,
		ranges: [],
		unreadableRanges: [],
	});
	expect(proveRequest(delivery, choice(['api'], false), 'ReportFlow').kind).toBe('too large');
	expect(proveRequest(delivery, choice([], true), 'ReportFlow').kind).toBe('passed');
});
