import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { compareNames } from '../../../nodes/ReportFlow/designs/compareNames';
import {
	fromFields,
	getParameterFields,
	searchDesigns,
	toFields,
} from '../../../nodes/ReportFlow/designs/parameterFields';
import { readParameters } from '../../../nodes/ReportFlow/designs/parameters';
import { createKnobs } from '../../../tools/sandbox/ReportFlow/knobs.mts';
import { designIds } from '../../../tools/sandbox/ReportFlow/sandbox.mts';
import { httpContext } from '../../Tesouro/api/apiStage.mts';
import {
	credentialsFor,
	invoiceParams,
	runPdf,
	startPdfStage,
	turn,
	type PdfStage,
} from '../operations/pdfStage.mts';

describe('the parameters that ReportFlow answers with', () => {
	it('can be values, groups and tables', () => {
		expect(readParameters({ a: 'string', b: { c: 'number' }, d: [{ e: 'string' }] })).toEqual([
			{ name: 'a', kind: 'value', type: 'string', members: [] },
			{ name: 'b', kind: 'group', members: [{ name: 'c', kind: 'value', type: 'number', members: [] }] },
			{ name: 'd', kind: 'table', members: [{ name: 'e', kind: 'value', type: 'string', members: [] }] },
		]);
	});

	it('may be described', () => {
		expect(readParameters({ a: { type: 'number', description: 'What to pay' } })).toEqual([
			{ name: 'a', kind: 'value', type: 'number', description: 'What to pay', members: [] },
		]);
	});

	it('may form a group whose values are called type and description', () => {
		expect(readParameters({ item: { type: 'string', description: 'string' } })[0]).toMatchObject({
			kind: 'group',
			members: [{ name: 'type' }, { name: 'description' }],
		});
	});

	it.each([{ a: null }, { a: 7 }, { a: [] }, { a: ['string'] }, { a: {} }])(
		'are accepted as they come: %j',
		(answer) => {
			const [parameter] = readParameters(answer);
			expect(parameter).toMatchObject({ name: 'a', members: [] });
			expect(toFields([parameter!])).toHaveLength(1);
		},
	);
});

describe('fields', () => {
	const names = [
		'plain',
		'会社名',
		'with.dot',
		'with/slash',
		'with~tilde',
		'~1',
		'with "quotes"',
		'a[0]',
		'back\\slash',
		'ü ›',
	];

	it('have IDs that n8n can use in an expression and that lead back to the names', () => {
		const parameters = readParameters(Object.fromEntries(names.map((name) => [name, { [name]: 'string' }])));
		const fields = toFields(parameters);
		expect(new Set(fields.map(({ id }) => id)).size).toBe(names.length);
		for (const { id } of fields) expect(id).not.toMatch(/["[\]\\]/);
		const values = Object.fromEntries(fields.map(({ id }, index) => [id, index]));
		expect(fromFields(values)).toEqual(
			Object.fromEntries(names.map((name, index) => [name, { [name]: index }])),
		);
	});

	it('with names that are special in JavaScript are ordinary values', () => {
		const params = fromFields({ '__proto__/polluted': 'yes', constructor: 'x' });
		expect(({} as { polluted?: string }).polluted).toBeUndefined();
		expect(JSON.stringify(params)).toBe('{"__proto__":{"polluted":"yes"},"constructor":"x"}');
	});

	it('describe their type', () => {
		const fields = toFields(
			readParameters({
				total: 'number',
				isPaid: 'boolean',
				due: 'date',
				to: { city: 'string' },
				rows: [{ a: 'string', b: 'number' }],
			}),
		);
		expect(fields.map(({ displayName, type }) => [displayName, type])).toEqual([
			['total', 'number'],
			['isPaid', 'boolean'],
			['due', 'string'],
			['to › city', 'string'],
			['rows (table of a, b)', 'array'],
		]);
	});
});

describe('names that do not match', () => {
	const parameters = readParameters({ a: 'string', g: { b: 'string' }, t: [{ c: 'string' }], free: [] });

	it.each([
		[{ a: 1, g: { b: 1 }, t: [{ c: 1 }], free: [{ z: 1 }] }, [], []],
		[{}, [], ['a', 'g', 't', 'free']],
		[{ a: 1, x: 1, g: { y: 1 }, t: [{ c: 1 }, { z: 1 }], free: [] }, ['x', 'g.y', 't[].z'], ['g.b', 't[].c']],
		[{ a: null, g: 'text', t: 'text', free: 1 }, [], ['a']],
	])('are found in %j', (values, unknown, missing) => {
		expect(compareNames(values, parameters)).toEqual({ unknown, missing });
	});
});

describe('in the panel', () => {
	let stage: PdfStage;
	beforeAll(async () => (stage = await startPdfStage()));
	afterAll(async () => await stage.close());
	beforeEach(() => turn(stage, createKnobs()));

	const panel = (parameters: Record<string, unknown>, credential: 'new' | 'old' = 'new') =>
		({
			...httpContext,
			getNode: () => ({ name: 'ReportFlow' }),
			getCredentials: async () => credentialsFor(stage.sandbox)[credential],
			getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		}) as unknown as ILoadOptionsFunctions;

	it('designs are listed, and found by a part of their name or ID', async () => {
		const all = await searchDesigns.call(panel({}));
		expect(all.results).toHaveLength(3);
		expect((await searchDesigns.call(panel({}), 'ATTEND')).results).toEqual([
			{ name: 'Certificate of Attendance', value: designIds.certificate },
		]);
		expect((await searchDesigns.call(panel({}), '請求')).results).toMatchObject([
			{ value: designIds.japanese },
		]);
	});

	it('the fields are those of the chosen version of the design, or of its latest', async () => {
		const latest = await getParameterFields.call(panel({ designId: designIds.invoice }));
		expect(latest.fields.map(({ id }) => id)).toEqual(
			expect.arrayContaining(['customerName', 'dueDate', 'billTo/street', 'lines']),
		);
		const first = await getParameterFields.call(
			panel({ designId: designIds.invoice, version: 'number', versionNumber: 1 }),
		);
		expect(first.fields.map(({ id }) => id)).toEqual(['customerName', 'invoiceNumber', 'total']);
	});

	it.each(['plain', 'rich'] as const)(
		'Japanese names and "%s" parameters become fields',
		async (parameters) => {
			turn(stage, { parameters });
			const { fields } = await getParameterFields.call(panel({ designId: designIds.japanese }));
			expect(fields.map(({ id }) => id)).toEqual([
				'会社名',
				'合計金額',
				'振込先/銀行名',
				'振込先/口座番号',
				'明細',
			]);
		},
	);

	it('a missing design leads to an error that says what to do', async () => {
		expect(await getParameterFields.call(panel({ designId: '' }))).toEqual({
			fields: [],
			emptyFieldsNotice: 'Choose a design, and its parameters are shown here.',
		});
	});

	it('a workspace with its own host lists no designs, and says what to do', async () => {
		await expect(searchDesigns.call(panel({}, 'old'))).rejects.toMatchObject({
			message: 'A workspace with its own address does not list its designs',
			description: 'Fill in the ID of the design by hand, and choose "By Number" under "Version".',
		});
		const { fields } = await getParameterFields.call(panel({ designId: designIds.invoice }, 'old'));
		expect(fields).toHaveLength(8);
	});

	it('Get Many lists the designs up to the limit', async () => {
		turn(stage, { designs: 'many' });
		const some = await runPdf(stage, 'getMany', { limit: 20 });
		expect(some.items).toHaveLength(20);
		expect(some.items[0]!.json).toMatchObject({
			id: expect.any(String) as string,
			latestVersion: expect.any(Number) as number,
		});
		expect((await runPdf(stage, 'getMany', { returnAll: true })).items.length).toBeGreaterThan(200);
	});

	it('Get Parameters returns the parameters of a design', async () => {
		const { items } = await runPdf(stage, 'getParameters', {
			designId: { __rl: true, mode: 'id', value: designIds.invoice },
			version: 'number',
			versionNumber: 2,
		});
		expect(items[0]!.json).toMatchObject({
			designId: designIds.invoice,
			version: 2,
			example: { customerName: 'string', lines: [{ description: 'string' }] },
		});
		expect((items[0]!.json.parameters as object[]).at(-1)).toMatchObject({ name: 'lines', kind: 'table' });
	});

	it('a design changed meanwhile is used in its new version: "latest" is looked up at each run', async () => {
		const { items } = await runPdf(stage, 'generate', {
			designId: { __rl: true, mode: 'id', value: designIds.invoice },
			version: 'latest',
			fileName: 'x',
			parametersBy: 'json',
			parametersJson: invoiceParams,
		});
		expect(items[0]!.json.details).toMatchObject({ version: 3 });
	});
});
