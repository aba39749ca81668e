import { downloadHints } from '../../nodes/Tesouro/hints';
import { succeeded } from '../../nodes/shared/run/hints';

const file = (facts: object) => ({ json: { file: facts } });
const signed = (userId: string) => ({ verdict: 'valid', signer: { keyId: 'ABCD', userId } });

it.each<[string, Array<{ json: object }>, string | undefined]>([
	[
		'one file',
		[file({ bytes: 28_400_000, decrypted: true, signature: { verdict: 'none' } })],
		'28.4 MB downloaded and decrypted, not signed',
	],
	[
		'a signed one',
		[file({ bytes: 10, decrypted: true, signature: signed('Tesouro <a@b>') })],
		'10 bytes downloaded and decrypted, signed by Tesouro (a@b)',
	],
	[
		'a stranger’s',
		[file({ bytes: 10, decrypted: true, signature: { verdict: 'unknown signer' } })],
		'10 bytes downloaded and decrypted, no valid signature',
	],
	['an encrypted one', [file({ bytes: 1_500, decrypted: false })], '1.5 kB downloaded, not decrypted'],
	[
		'several',
		[file({ bytes: 1e9, decrypted: true, signature: signed('T') }), file({ bytes: 1e9, decrypted: false })],
		'2 files, 2.0 GB downloaded, 1 of them decrypted, signed by T',
	],
	['only failures', [{ json: { error: 'no' } }], undefined],
	['none', [], undefined],
])('the hint of a download: %s', (_, items, hint) =>
	expect(downloadHints(succeeded(items as never))).toEqual(
		hint === undefined ? [] : [{ message: hint, type: 'info' }],
	),
);
