/**
 * Puts every case of test/OpenPgp/fieldCases to gpg, sq, rnp and OpenPGP.js, and writes their verdicts to
 * test/OpenPgp/fieldCases/peers.json.
 *
 *   npm run peers              all cases: some minutes
 *   npm run peers -- -t K41    those whose names have this in them; the others stay as they are
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sections } from '../../../test/OpenPgp/fieldCases/cases.mts';
import type { PeerVerdicts } from '../../../test/OpenPgp/fieldCases/fieldCase.mts';
import type { Question } from '../../../test/OpenPgp/fieldCases/question.mts';
import { World } from '../../../test/OpenPgp/fieldCases/world.mts';
import { gpg } from './gpg.mts';
import { openPgpJs } from './openPgpJs.mts';
import type { Peer, Verdict } from './peer.mts';
import { rnp } from './rnp.mts';
import { sq } from './sq.mts';

const file = 'test/OpenPgp/fieldCases/peers.json';
const peers = [gpg, sq, rnp, openPgpJs];
const cases = sections.flatMap((section) => Object.entries(section.cases));
/** Where a case asks several things, reading the keys is part of the others. */
const order: Array<Question['kind']> = ['open', 'verify', 'encrypt', 'sign', 'read keys'];

describe('peers', () => {
	let world: World;
	let heard: Question[] = [];
	const verdicts: PeerVerdicts['cases'] = {};

	beforeAll(async () => (world = await World.start((question) => heard.push(question))));
	afterAll(async () => {
		await world.stop();
		await write(verdicts);
	});

	it.each(cases)('%s', async (id, { run }) => {
		heard = [];
		const sees = await run(world);
		const question = order.flatMap((kind) => heard.filter((one) => one.kind === kind))[0];
		verdicts[id] = await askAll(question);
		const line = peers.map(({ name }) => `${name} ${verdicts[id]![name]!}`).join(', ');
		process.stdout.write(`${id}: ${line}; ours: ${sees.slice(0, 100)}\n`);
	});
});

async function write(verdicts: PeerVerdicts['cases']): Promise<void> {
	const versions: Record<string, string> = {};
	for (const peer of peers) versions[peer.name] = await peer.version();
	const before = JSON.parse(await readFile(file, 'utf8')) as PeerVerdicts;
	const all = cases.map(([id]) => [id, verdicts[id] ?? before.cases[id]]);
	const written = { versions, cases: Object.fromEntries(all) as PeerVerdicts['cases'] };
	await writeFile(file, `${JSON.stringify(written, null, '\t')}\n`);
}

async function askAll(question: Question | undefined): Promise<Record<string, Verdict>> {
	const answers: Record<string, Verdict> = {};
	for (const peer of peers) answers[peer.name] = question ? await askOne(peer, question) : 'cannot be asked';
	return answers;
}

/** In a folder whose path is short: a socket of gpg's agent lies there. */
async function askOne(peer: Peer, question: Question): Promise<Verdict> {
	const folder = await mkdtemp(path.join('/tmp', 'peer-'));
	try {
		return await peer.answer(question, folder);
	} finally {
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	}
}
