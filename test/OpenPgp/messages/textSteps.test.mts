import { inspectMessage } from '../../../nodes/OpenPgp/messages/inspectMessage';
import { openCleartext } from '../../../nodes/OpenPgp/messages/cleartext';
import { readUntrustedBody, readUntrustedText } from '../../../nodes/OpenPgp/messages/openUntrusted';
import { untrustedWork } from '../../../nodes/OpenPgp/messages/untrustedWork';
import { dearmor } from '../../../nodes/OpenPgp/engine/dearmor';
import { undress } from '../../../nodes/OpenPgp/doctor/undress';
import { readArmorBlocks } from '../../../nodes/OpenPgp/keys/armor';
import { collect, once } from '../../../nodes/shared/files/streams';
import { countSteps } from './countSteps.mts';

// What looks at a stranger's text looks at each character a few times, however the text is made. Steps are counted, not time.

/** Twice as much of a text below, and all of it is still read: values of a delivery have 64 kB at most. */
const LENGTHS = [30_000, 60_000] as const;
const TIMES_AT_MOST = 2.5;

const begin = (kind: string) => `-----BEGIN PGP ${kind}-----\n`;
const texts: Array<[string, string, string]> = [
	['lines like headers', begin('MESSAGE'), 'Comment: x\n'],
	['a header without end', `${begin('MESSAGE')}Comment:`, ' '],
	['lines like a checksum', `${begin('MESSAGE')}\n`, '=AAAA \t\n'],
	['dashes', `${begin('MESSAGE')}\n`, '-'],
	['dashes at the start of lines', `${begin('MESSAGE')}\n`, '\n-----EN'],
	['blanks', `${begin('MESSAGE')}\n`, ' '],
	['empty lines', `${begin('SIGNATURE')}`, '\r\n'],
	['a line without end', `${begin('MESSAGE')}\n`, 'wcBM'],
	['many beginnings', '', begin('SIGNATURE')],
	['many beginnings of signed text', '', begin('SIGNED MESSAGE')],
	['many beginnings of two kinds', '', begin('MESSAGE') + begin('SIGNATURE')],
	['many ends', begin('SIGNATURE'), '-----END PGP SIGNATURE-----\n'],
	['half a beginning', '', '-----BEGIN PGP '],
	['"Hash" lines of blanks', begin('SIGNED MESSAGE'), 'Hash:   \n'],
	['signed blanks', `${begin('SIGNED MESSAGE')}\n`, ' \t'],
	['signed lines', `${begin('SIGNED MESSAGE')}\n`, '- -\n'],
	['escapes', begin('MESSAGE'), '\\\\n'],
	['quotes', begin('MESSAGE'), '> '],
	['tags', begin('MESSAGE'), '<br '],
	['entities', begin('MESSAGE'), '&#4'],
	['soft line ends', begin('MESSAGE'), '=\n='],
];

const readers: Array<[string, (text: string) => Promise<unknown>]> = [
	['a value', async (text) => await readUntrustedText(text, workFor(text))],
	['a body', async (text) => await readUntrustedBody(Buffer.from(text), workFor(text))],
	['a signed text', async (text) => await openCleartext(Buffer.from(text), [], workFor(text))],
	['armour', async (text) => await collect(dearmor(once(Buffer.from(text)), workFor(text)))],
	['Inspect', async (text) => await inspectMessage(once(Buffer.from(text)))],
	['the repair of files', async (text) => await collect((await undress(once(Buffer.from(text)))).bytes)],
	['the repair of keys', async (text) => await Promise.resolve(readArmorBlocks(text))],
];
const workFor = (text: string) => untrustedWork(text.length);

describe.each(readers)('%s', (_, read) => {
	it.each(texts)(
		'takes no more than twice as many steps for twice as much of %s',
		async (__, start, part) => {
			const stepsFor = async (length: number) => {
				const text = start + part.repeat(length / part.length);
				// Refused or not: both cost.
				return await countSteps(async () => await read(text).catch(() => undefined));
			};
			const steps = await stepsFor(LENGTHS[0]);
			expect(await stepsFor(LENGTHS[1])).toBeLessThan(TIMES_AT_MOST * Math.max(steps, LENGTHS[0]));
		},
	);
});

it('what takes a step for each two characters of a text is told', async () => {
	const quadratic = (length: number) => async () => {
		let rest = ' '.repeat(length);
		while (rest !== '') {
			rest = rest.slice(100);
			rest.indexOf('x');
		}
		return await Promise.resolve();
	};
	const [steps, more] = [await countSteps(quadratic(LENGTHS[0])), await countSteps(quadratic(LENGTHS[1]))];
	expect(more / steps).toBeGreaterThan(TIMES_AT_MOST);
});
