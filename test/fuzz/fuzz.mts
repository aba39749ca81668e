/**
 * Mutated OpenPGP messages through our decryption, OpenPGP.js and gpg: `npm run fuzz -- [--count 10000] [--seed 1]`.
 *
 * Ours has to end with one of its documented errors or with the very plaintext that was encrypted, within a time and a
 * memory limit, and never accepts what both others refuse. Ends with exit code 1 and the messages' seeds otherwise.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '../sandbox/random.mts';
import { makeCorpus } from './corpus.mts';
import { mutate } from './mutate.mts';
import { decryptWithGpg, decryptWithLibrary, decryptWithOurs, type Outcome } from './implementations.mts';

const { values } = parseArgs({
	options: {
		count: { type: 'string', default: '10000' },
		seed: { type: 'string', default: '1' },
		'without-gpg': { type: 'boolean', default: false },
	},
});
const MEGABYTES_AT_MOST = 400;

const folder = mkdtempSync(path.join(tmpdir(), 'rd-fuzz-'));
const started = Date.now();
const tally = new Map<string, number>();
const findings: string[] = [];
const stricter: string[] = [];
let peak = 0;

try {
	const corpus = await makeCorpus(folder);
	console.log(`Corpus: ${corpus.messages.map(({ name }) => name).join(', ')}`);
	for (let index = 0; index < Number(values.count); index++) {
		const random = createRandom(Number(values.seed) * 1_000_003 + index);
		const message = random.pick(corpus.messages);
		const mutation = mutate(message.bytes, corpus.messages, random);
		const label = `#${index} ${message.name}, ${mutation.name}`;

		const ours = await decryptWithOurs(mutation.bytes, corpus);
		const library = await decryptWithLibrary(mutation.bytes, corpus);
		const gpg = values['without-gpg'] ? library : decryptWithGpg(mutation.bytes, corpus);
		peak = Math.max(peak, process.memoryUsage.rss() / 1e6);

		const say = (what: string) => findings.push(`${label}: ${what}`);
		if (ours.kind === 'odd') say(`ours ended with an undocumented error: ${ours.text}`);
		if (ours.kind === 'late') say('ours took too long');
		if (ours.kind === 'accepted' && library.kind !== 'accepted' && gpg.kind !== 'accepted') {
			say('ours accepts what both others refuse');
		}
		// Unlike bytes under an integrity check can only be another whole message of the corpus.
		const isKnown = (outcome: Outcome) =>
			outcome.kind !== 'accepted' ||
			corpus.plaintexts.some((plaintext) => plaintext.equals(outcome.plaintext));
		if (!isKnown(ours)) say('ours accepts a plaintext that nobody encrypted');
		// No fault by itself, since the others are laxer in places, but worth a look: a genuine file may be built like that.
		if (ours.kind === 'refused' && library.kind === 'accepted' && gpg.kind === 'accepted')
			stricter.push(label);
		const key = `ours ${ours.kind}, OpenPGP.js ${library.kind}, gpg ${gpg.kind}`;
		tally.set(key, (tally.get(key) ?? 0) + 1);
	}
} finally {
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

console.log([...tally].map(([key, count]) => `${String(count).padStart(7)}  ${key}`).join('\n'));
if (peak > MEGABYTES_AT_MOST) findings.push(`memory rose to ${Math.round(peak)} MB`);
console.log(
	`${values.count} mutated messages in ${Math.round((Date.now() - started) / 1000)} s, peak memory ${Math.round(peak)} MB, ${findings.length} findings`,
);
for (const finding of findings.slice(0, 50)) console.log(finding);
if (stricter.length > 0) console.log(`Refused by ours alone:\n${stricter.slice(0, 50).join('\n')}`);
process.exitCode = findings.length > 0 ? 1 : 0;
