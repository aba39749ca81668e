/**
 * Mutated OpenPGP messages through our decryption, OpenPGP.js and gpg: `npm run fuzz -- [--count 10000] [--seed 1]`.
 *
 * Half of them are changed on their way, half before they were encrypted, so that their integrity is right. Ours has to end
 * with one of its documented errors or with the very plaintext that was encrypted (that the others read, where it was
 * changed before), within a time and a memory limit, and never accepts what both others refuse. Ends with exit code 1 and
 * the messages' seeds otherwise.
 *
 * With `--cost`: random packet trees, and what they cost (`cost/cost.mts`); `--only 4734,11616` takes these alone.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { encryptPackets } from '../../test/OpenPgp/messages.mts';
import { createRandom, type Random } from '../sandbox/random.mts';
import { fuzzCost } from './cost/cost.mts';
import { makeCorpus, type Corpus } from './corpus.mts';
import { mutate } from './mutate.mts';
import { decryptWithGpg, decryptWithLibrary, decryptWithOurs, type Outcome } from './implementations.mts';

const { values } = parseArgs({
	options: {
		count: { type: 'string', default: '10000' },
		seed: { type: 'string', default: '1' },
		'without-gpg': { type: 'boolean', default: false },
		cost: { type: 'boolean', default: false },
		only: { type: 'string' },
	},
});
if (values.cost) {
	const only = values.only?.split(',').map(Number);
	process.exit((await fuzzCost(Number(values.count), Number(values.seed), only)) > 0 ? 1 : 0);
}
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
		const mutation = await makeMutation(corpus, random);
		const label = `#${index} ${mutation.name}`;

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
		// Bytes under an integrity check can only be another whole message of the corpus. Changed before they were encrypted,
		// they may be anything, but then the others see the same.
		const possible = mutation.isInside ? [library, gpg].flatMap(plaintextOf) : corpus.plaintexts;
		const [plaintext] = plaintextOf(ours);
		if (plaintext !== undefined && !possible.some((one) => one.equals(plaintext))) {
			say('ours accepts a plaintext that nobody encrypted');
		}
		// No fault by itself, since the others are laxer in places, but worth a look: a genuine file may be built like that.
		if (ours.kind === 'refused' && library.kind === 'accepted' && gpg.kind === 'accepted')
			stricter.push(label);
		const key = `ours ${ours.kind}, OpenPGP.js ${library.kind}, gpg ${gpg.kind}`;
		tally.set(key, (tally.get(key) ?? 0) + 1);
	}
} finally {
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function plaintextOf(outcome: Outcome): Buffer[] {
	return outcome.kind === 'accepted' ? [outcome.plaintext] : [];
}

/** Half of them are changed as they travel, and half inside, by a sender who has a plan or a broken program. */
async function makeMutation({ messages, contents, key }: Corpus, random: Random) {
	const isInside = random.below(2) === 1;
	const candidates = isInside ? contents : messages;
	const message = random.pick(candidates);
	const { name, bytes } = mutate(message.bytes, candidates, random);
	return {
		isInside,
		name: `${isInside ? 'inside ' : ''}${message.name}, ${name}`,
		bytes: isInside
			? await encryptPackets(bytes, key.toPublic(), random.pick(['AES', 'AES', '3DES']))
			: bytes,
	};
}

console.log([...tally].map(([key, count]) => `${String(count).padStart(7)}  ${key}`).join('\n'));
if (peak > MEGABYTES_AT_MOST) findings.push(`memory rose to ${Math.round(peak)} MB`);
console.log(
	`${values.count} mutated messages in ${Math.round((Date.now() - started) / 1000)} s, peak memory ${Math.round(peak)} MB, ${findings.length} findings`,
);
for (const finding of findings.slice(0, 50)) console.log(finding);
if (stricter.length > 0) console.log(`Refused by ours alone:\n${stricter.slice(0, 50).join('\n')}`);
process.exitCode = findings.length > 0 ? 1 : 0;
