import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { read as readSheet } from '@e965/xlsx';
import { fileOf, ReportFileNode } from '../ReportFile/reportFileNode.mts';

/** `OFFICE_ROWS=2000000` fills two whole sheets of Excel. */
const ROWS = Number(process.env['OFFICE_ROWS'] ?? 20_000);
const ROWS_PER_SHEET = ROWS === 20_000 ? 8_000 : 1_048_575;
const OFFICE_MS = 150_000 + ROWS / 2;

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
		{ stdio: 'ignore', timeout: OFFICE_MS },
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

/** Comma, double quotes, UTF-8, values as they are (not as they are shown), every sheet. */
const ALL_SHEETS = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1';
const READ_ISO = 'Text - txt - csv (StarCalc):44,34,76,1,1/2/2/1/3/1/4/5/5/1,0,false,true';

const header = 'id,merchant,amount,day,note';
const notes = [
	'plain',
	'with, comma',
	'say "hi"',
	'<a & b>',
	'Café Zürich',
	'two\nlines',
	'1+1=2',
	"'quoted",
];
const centsAt = (index: number) => ((index * 7919) % 1_000_003) - 10_000;
const valuesAt = (index: number) => [
	String(index).padStart(8, '0'),
	`Shop ${index % 50}`,
	(centsAt(index) / 100).toFixed(2),
	new Date(Date.UTC(2020, 0, 1 + (index % 2_500))).toISOString().slice(0, 10),
	notes[index % notes.length]!,
];
/** As LibreOffice writes them: 1.50 is 1.5. */
const shortened = ([id, merchant, amount, ...others]: string[]) => [
	id!,
	merchant!,
	String(Number(amount)),
	...others,
];

/** The rows from one number to before another as CSV, with or without their header. */
function csvOf(from: number, to: number, change = (values: string[]) => values): string {
	const quoted = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
	return Array.from(
		{ length: to - from },
		(_, index) =>
			`${change(valuesAt(from + index))
				.map(quoted)
				.join(',')}\n`,
	).join('');
}
const csv = `${header}\n${csvOf(0, 20_000)}`;

/** The whole workbook, of the rows from 0 to ROWS. */
async function workbook(): Promise<Buffer> {
	const blocks = Array.from({ length: Math.ceil(ROWS / 10_000) }, (_, block) =>
		Buffer.from(csvOf(block * 10_000, Math.min(ROWS, (block + 1) * 10_000))),
	);
	const content = Buffer.concat([Buffer.from(`${header}\n`), ...blocks]);
	const { items } = await node.succeed('file.convert', await node.item(content), {
		format: 'excel',
		// With the header.
		options: { rowsPerSheet: ROWS_PER_SHEET + 1 },
	});
	expect(fileOf(items[0]!)).toMatchObject({ rows: ROWS });
	expect(fileOf(items[0]!).sheets).toHaveLength(Math.ceil(ROWS / ROWS_PER_SHEET));
	return await node.harness.readBinary(items[0]!.binary!.data!);
}

describe('a workbook of several sheets', () => {
	let bytes: Buffer;
	beforeAll(async () => (bytes = await workbook()), OFFICE_MS);

	it(
		'LibreOffice reads every value as in the CSV: amounts, dates, leading zeros, texts',
		() => {
			const file = join(folder, 'ours.xlsx');
			writeFileSync(file, bytes);
			const sheets = office(file, ALL_SHEETS);
			const counts: number[] = [];
			let from = 0;
			for (const sheet of sheets) {
				const [first, ...read] = parse(readFileSync(sheet)) as string[][];
				expect(first!.join(',')).toBe(header);
				for (const [index, values] of read.entries()) {
					const wanted = shortened(valuesAt(from + index));
					if (values.join('\u0000') !== wanted.join('\u0000'))
						throw new Error(`${sheet}, row ${index}: ${values.join()} is not ${wanted.join()}`);
				}
				counts.push(read.length);
				from += read.length;
			}
			expect(counts).toEqual(countsWanted());
		},
		3 * OFFICE_MS,
	);

	it(
		'@e965/xlsx reads every ID, amount and date',
		() => {
			const { SheetNames, Sheets } = readSheet(bytes, { dense: true });
			const counts: number[] = [];
			let [from, cents] = [0, 0];
			for (const name of SheetNames) {
				const [first, ...read] = Sheets[name]!['!data'] as Array<Array<{ v?: unknown; t: string }>>;
				expect(first!.map(({ v }) => v).join(',')).toBe(header);
				for (const [index, [id, , amount, day]] of read.entries()) {
					const [wantedId, , wantedAmount, wantedDay] = valuesAt(from + index);
					// Excel counts days from 1899-12-30.
					const date = new Date(Math.round((Number(day!.v) - 25_569) * 86_400_000))
						.toISOString()
						.slice(0, 10);
					const isSame =
						id!.t === 's' && id!.v === wantedId && amount!.v === Number(wantedAmount) && date === wantedDay;
					if (!isSame)
						throw new Error(`${name}, row ${index}: ${String(id!.v)}, ${String(amount!.v)}, ${date}`);
					cents += Math.round((amount!.v as number) * 100);
				}
				counts.push(read.length);
				from += read.length;
			}
			expect(counts).toEqual(countsWanted());
			let wanted = 0;
			for (let index = 0; index < ROWS; index++) wanted += centsAt(index);
			expect(cents).toBe(wanted);
		},
		3 * OFFICE_MS,
	);
});

const countsWanted = () =>
	Array.from({ length: Math.ceil(ROWS / ROWS_PER_SHEET) }, (_, sheet) =>
		Math.min(ROWS_PER_SHEET, ROWS - sheet * ROWS_PER_SHEET),
	);

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
	expect(difference(text, `${header}\n${csvOf(0, 20_000, shortened)}`)).toBeUndefined();
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
