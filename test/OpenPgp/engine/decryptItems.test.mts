import type { IBinaryData } from 'n8n-workflow';
import { csv, harness, encrypted, itemOf, run, decryptOne, useDecryptStage } from './decryptStage.mts';

useDecryptStage();

describe('a file name', () => {
	it.each([
		['report.csv.gpg', '', 'report.csv'],
		['REPORT.CSV.PGP', '', 'REPORT.CSV'],
		['report.asc', '', 'report'],
		['report', 'inside.csv', 'inside.csv'],
		['report', '', 'report.decrypted'],
		['.gpg', 'inside.csv', 'inside.csv'],
		['report', '../../etc/passwd', 'passwd'],
		['report', '..\\..\\windows\\system32', 'system32'],
		['report', 'a\u0000b\r\nc', 'a_b__c'],
		['report', '....', 'report.decrypted'],
	])(
		'is the outer one, else the inner one without any path: %j, %j become %j',
		async (outside, inside, expected) => {
			const { items } = await decryptOne(await encrypted({ fileName: inside }), { fileName: outside });
			const facts = items[0]!.json.openPgp as { fileName: string };
			expect(facts.fileName).toBe(expected);
			expect(items[0]!.binary!.data!.fileName).toBe(expected);
		},
	);

	it('from the options wins', async () => {
		const { items } = await decryptOne(await encrypted({ fileName: 'inside.csv' }), {
			parameters: { options: { fileName: 'mine.txt' } },
		});
		expect(items[0]!.json.openPgp).toMatchObject({ fileName: 'mine.txt', mediaType: 'text/plain' });
	});

	it.each([
		['report.csv.gpg', '504b030414', 'report.csv.zip', 'application/zip'],
		['report.xlsx.gpg', '504b030414', 'report.xlsx', /spreadsheetml/],
		['letter.docx.gpg', '504b030414', 'letter.docx', /wordprocessingml/],
		['table.ods.gpg', '504b030414', 'table.ods', /opendocument\.spreadsheet/],
		['report.csv.gpg', '1f8b0800', 'report.csv.gz', 'application/gzip'],
		['report.tgz.gpg', '1f8b0800', 'report.tgz', 'application/gzip'],
		['report.gz.gpg', '1f', 'report.gz', 'application/gzip'],
	])('of an archive keeps what it is: %s with %s is %s', async (outside, start, fileName, mediaType) => {
		const { items } = await decryptOne(await encrypted({}, Buffer.from(start, 'hex')), {
			fileName: outside,
		});
		const facts = items[0]!.json.openPgp as { mediaType: string };
		expect(facts).toMatchObject({ fileName });
		expect(facts.mediaType).toMatch(mediaType);
		expect(items[0]!.binary!.data).toMatchObject({ fileName, mimeType: facts.mediaType });
	});

	it.each([
		['../../etc/passwd', '_.._etc_passwd'],
		['C:\\report.csv', 'C__report.csv'],
		[2026, '2026'],
	])('from the options cannot be a path: %p', async (chosen, fileName) => {
		const { items } = await decryptOne(await encrypted(), {
			parameters: { options: { fileName: chosen } },
		});
		expect(items[0]).toMatchObject({
			json: { openPgp: { fileName } },
			binary: { data: { fileName } },
		});
	});

	it('of the incoming file cannot be a path, in the facts or in the store', async () => {
		const item = await itemOf(await encrypted());
		item.binary!.data!.fileName = '../../etc/report.csv.gpg';
		const { items } = await run([item]);
		expect(items[0]).toMatchObject({
			json: { openPgp: { fileName: '_.._etc_report.csv' } },
			binary: { data: { fileName: '_.._etc_report.csv' } },
		});
	});

	it('gives no media type when its extension only looks known', async () => {
		const { items } = await decryptOne(await encrypted(), { fileName: 'report.constructor.gpg' });
		expect(items[0]!.json.openPgp).toMatchObject({
			fileName: 'report.constructor',
			mediaType: 'application/octet-stream',
		});
	});

	it('never becomes a path in the store', async () => {
		const before = harness.storedFiles();
		const fileName = '../../../../tmp/evil.csv.gpg';
		const { items } = await decryptOne(await encrypted(), { fileName });
		expect(items[0]!.binary!.data!.fileName).not.toMatch(/[/\\]|^\./);
		const added = harness.storedFiles().filter((file) => !before.includes(file));
		for (const file of added) expect(file).toMatch(/binary_data\/[0-9a-f-]{36}$/);
	});
});

describe('items', () => {
	const other: IBinaryData = { data: 'YWJj', mimeType: 'text/plain' };

	it('keep their JSON and other files, and the encrypted file when the output goes to another field', async () => {
		const item = await itemOf(await encrypted());
		const { items } = await run([{ ...item, binary: { ...item.binary, other } }], {
			parameters: { outputBinaryPropertyName: 'plain' },
		});
		expect(items[0]!.json.kept).toBe('as it came');
		expect(items[0]!.binary).toMatchObject({ other, data: item.binary!.data! });
		expect(await harness.readBinary(items[0]!.binary!.plain!)).toEqual(csv);
	});

	it('are passed on as they came when they fail and the node continues, and the next one is decrypted', async () => {
		const good = await itemOf(await encrypted());
		const bad = { ...(await itemOf(csv)), json: { number: 2 } };
		bad.binary = { ...bad.binary, other };
		const { items } = await run([good, bad, good], { onError: 'continueRegularOutput' });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(items[1]).toMatchObject({
			json: {
				number: 2,
				error: expect.stringMatching(
					/^The file is not encrypted with OpenPGP: it is plain text\. \w/,
				) as string,
			},
			binary: bad.binary,
		});
		expect(items[2]!.json.openPgp).toMatchObject({ bytes: csv.length });
	});

	it('go to the error output with their files when they fail', async () => {
		const bad = await itemOf(csv);
		const { outputs } = await run([bad, await itemOf(await encrypted())], { onError: 'continueErrorOutput' });
		expect(outputs.map((items) => items.length)).toEqual([1, 1]);
		expect(outputs[1]![0]).toMatchObject({ json: { kept: 'as it came' }, binary: bad.binary });
	});

	it('are not touched after a failed one when the node stops', async () => {
		const before = harness.storedFiles().length;
		const { error, items } = await run([await itemOf(csv), await itemOf(await encrypted())]);
		expect(error?.message).toContain('not encrypted');
		expect(error).toMatchObject({ context: { itemIndex: 0 } });
		expect(items).toEqual([]);
		expect(harness.storedFiles()).toHaveLength(before + 2);
	});
});
