import { judgeRequest } from '../../../nodes/shared/deliveries/requestProofs';
import { readRanges } from '../../../nodes/shared/deliveries/addressRanges';

/** What a delivery from this address gets where these addresses are allowed. */
function judge(address: string, allowed: string) {
	const { ranges, unreadable } = readRanges(allowed);
	const tokens = { tokens: [], headerName: 'x', unusable: [], problems: [] };
	const facts = { address, header: () => undefined };
	const choice = { proofs: new Set(['address' as const]), isNone: false, tokens, ranges };
	return judgeRequest(facts, { ...choice, unreadableRanges: unreadable }, 'ReportFlow');
}

it('one address with a typing error decides nothing: what the others do not fit is asked to come again', () => {
	expect(judge('203.0.113.7', '203.0.113.0/24, 198.51.100.0/240')).toBeUndefined();
	expect(judge('198.51.100.7', '203.0.113.0/24, 198.51.100.0/240')).toMatchObject({
		kind: 'undecided',
		reason: expect.stringContaining('An entry under Allowed Addresses cannot be read') as string,
	});
	expect(judge('198.51.100.7', '203.0.113.0/24')).toMatchObject({ kind: 'rejected' });
});

it('what a stranger wrote as their address is not repeated in the reason', () => {
	const forwarded = (text: string) => judge(text, '203.0.113.0/24')!;
	expect(forwarded('198.51.100.7')).toMatchObject({
		reason: expect.stringContaining('198.51.100.7') as string,
	});
	for (const text of ['SECRET', '198.51.100.7 SECRET', 'a'.repeat(46)]) {
		expect(forwarded(text)).toMatchObject({
			reason: expect.stringContaining('an unknown address') as string,
		});
		expect(JSON.stringify(forwarded(text))).not.toContain(text);
	}
});
