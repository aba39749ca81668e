import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { fileOf, ReportFileNode } from '../ReportFile/reportFileNode.mts';

let node: ReportFileNode;
let folder: string;
beforeAll(async () => {
	node = await ReportFileNode.start();
	folder = mkdtempSync(join(tmpdir(), 'office-'));
});
afterAll(async () => {
	await node.stop();
	rmSync(folder, { recursive: true, force: true });
});

/** The file in another format, as LibreOffice without a screen makes it; one file a sheet for CSV. */
function office(file: string, to: string): string[] {
	const output = mkdtempSync(join(folder, 'out-'));
	const profile = join(folder, 'profile');
	mkdirSync(profile, { recursive: true });
	execFileSync(
		'soffice',
		[`-env:UserInstallation=file://${profile}`, '--headless', '--convert-to', to, '--outdir', output, file],
		{ stdio: 'ignore', timeout: 150_000 },
	);
	// The first sheet has no number behind its name.
	return readdirSync(output)
		.sort((one, other) => one.length - other.length || one.localeCompare(other))
		.map((name) => join(output, name));
}

/** The first lines that are not the same; undefined when all are. */
function difference(one: string, other: string): [string?, string?] | undefined {
	const [lines, others] = [one.split('\n'), other.split('\n')];
	const at = lines.findIndex((line, index) => line !== others[index]);
	if (at < 0 && lines.length === others.length) return undefined;
	return [lines[at], others[Math.max(at, 0)]];
}

/** A CSV in one way of writing it. */
const plain = (csv: string) => (parse(csv) as string[][]).map((values) => JSON.stringify(values)).join('\n');

/** Comma, double quotes, UTF-8, values as they are (not as they are shown), every sheet. */
const ALL_SHEETS = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1';
const READ_ISO = 'Text - txt - csv (StarCalc):44,34,76,1,1/2/2/1/3/1/4/5/5/1,0,false,true';

const header = 'id,merchant,amount,day,note';
const rows = Array.from({ length: 20_000 }, (_, index) => {
	const amount = ((index * 7919) % 1_000_003) / 100 - 100;
	const day = new Date(Date.UTC(2020, 0, 1 + (index % 2_500))).toISOString().slice(0, 10);
	const note = [
		'plain',
		'"with, comma"',
		'"say ""hi"""',
		'<a & b>',
		'Café Zürich',
		'"two\nlines"',
		'1+1=2',
		"'quoted",
	][index % 8]!;
	return `${String(index).padStart(6, '0')},Shop ${index % 50},${amount.toFixed(2)},${day},${note}`;
});
const csv = `${header}\n${rows.join('\n')}\n`;

it('LibreOffice reads every value of three sheets as in the CSV: amounts, dates, leading zeros, texts', async () => {
	const { items } = await node.succeed('file.convert', await node.item(csv), {
		format: 'excel',
		options: { rowsPerSheet: 8_000 },
	});
	expect(fileOf(items[0]!).sheets).toHaveLength(3);
	const file = join(folder, 'ours.xlsx');
	writeFileSync(file, await node.harness.readBinary(items[0]!.binary!.data!));
	const sheets = office(file, ALL_SHEETS).map((name) => readFileSync(name, 'utf8'));
	expect(sheets).toHaveLength(3);
	const bodies = sheets.map((sheet) => sheet.slice(sheet.indexOf('\n') + 1));
	expect(sheets.map((sheet) => sheet.slice(0, sheet.indexOf('\n')))).toEqual([header, header, header]);
	// LibreOffice writes 1.50 as 1.5.
	const shortened = rows.map((row) =>
		row.replace(/(-?\d+\.\d\d)(?=,\d{4}-)/, (amount) => String(Number(amount))),
	);
	// It puts quotes around numbers that have a format.
	expect(difference(plain(bodies.join('')), plain(`${shortened.join('\n')}\n`))).toBeUndefined();
}, 180_000);

it('a file written by LibreOffice is read back: amounts, dates, leading zeros, texts', async () => {
	const source = join(folder, 'theirs.csv');
	writeFileSync(source, csv);
	const output = mkdtempSync(join(folder, 'out-'));
	execFileSync(
		'soffice',
		[
			`-env:UserInstallation=file://${join(folder, 'profile')}`,
			'--headless',
			`--infilter=${READ_ISO}`,
			'--convert-to',
			'xlsx',
			'--outdir',
			output,
			source,
		],
		{ stdio: 'ignore', timeout: 150_000 },
	);
	const item = await node.item(readFileSync(join(output, 'theirs.xlsx')), 'theirs.xlsx');
	const { items } = await node.succeed('file.convert', item, { format: 'csv', options: { lineEnd: 'lf' } });
	const back = (await node.read(items[0]!)).split('\n');
	expect([fileOf(items[0]!).rows, back[0]]).toEqual([20_000, header]);
	const text = back.join('\n');
	const wanted = rows.map((row) =>
		row.replace(/(-?\d+\.\d\d)(?=,\d{4}-)/, (amount) => String(Number(amount))),
	);
	expect(difference(text, `${header}\n${wanted.join('\n')}\n`)).toBeUndefined();
}, 180_000);

it('unzip and gzip read the archives of Pack', async () => {
	const { items } = await node.succeed('file.pack', await node.item({ one: csv, two: 'id\n1\n' }), {
		archiveFormat: 'zip',
		binaryPropertyNames: 'one,two',
	});
	const zip = join(folder, 'ours.zip');
	writeFileSync(zip, await node.harness.readBinary(items[0]!.binary!.data!));
	expect(execFileSync('unzip', ['-p', zip, 'report.csv'], { maxBuffer: 1e8 }).toString() === csv).toBe(true);
	const gzip = await node.succeed('file.pack', await node.item(csv), {
		archiveFormat: 'gzip',
		binaryPropertyNames: 'data',
	});
	const bytes = await node.harness.readBinary(gzip.items[0]!.binary!.data!);
	expect(execFileSync('gzip', ['-dc'], { input: bytes, maxBuffer: 1e8 }).toString() === csv).toBe(true);
});

it('Unpack reads an archive that zip made from a stream, with the size after the content', async () => {
	const zip = execFileSync('sh', ['-c', 'zip -q - -'], { input: csv, maxBuffer: 1e8 });
	const { items } = await node.succeed('file.unpack', await node.item(zip, 'stream.zip'));
	expect((await node.read(items[0]!)) === csv).toBe(true);
});
