import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { resources } from '../../nodes/ReportFile/operations';
import { ReportFileNode } from './reportFileNode.mts';

let node: ReportFileNode;
beforeAll(async () => (node = await ReportFileNode.start()));
afterAll(async () => await node.stop());

type Parameters = Record<string, unknown>;
type Case = {
	operation: string;
	label: string;
	format: unknown;
	parametersWith: (value: unknown) => Parameters;
};

const formatOf = ({ displayOptions }: INodeProperties) => displayOptions?.show?.['/format']?.[0] ?? 'excel';

/** Every list and switch of the panel, and how a value gets there: no field is forgotten when one is added. */
function choicesIn(operation: string, fields: INodeProperties[]): Case[] {
	return fields.flatMap((field): Case[] => {
		const options = (field.options ?? []) as INodeProperties[];
		const within = (inner: Case[], wrap: (parameters: Parameters) => unknown) =>
			inner.map((one) => ({
				...one,
				parametersWith: (value: unknown) => ({ [field.name]: wrap(one.parametersWith(value)) }),
			}));
		switch (field.type) {
			case 'options':
			case 'boolean':
				if (field.typeOptions?.loadOptionsMethod !== undefined) return [];
				return [
					{
						operation,
						label: field.displayName,
						format: formatOf(field),
						parametersWith: (value) => ({ [field.name]: value }),
					},
				];
			case 'collection':
				return within(choicesIn(operation, options), (parameters) => parameters);
			case 'fixedCollection':
				return (field.options as INodePropertyCollection[]).flatMap(({ name, values }) =>
					within(choicesIn(operation, values), (parameters) => ({ [name]: [parameters] })),
				);
			default:
				return [];
		}
	});
}

const choices = resources.flatMap(({ value, operations }) =>
	operations.flatMap((operation) => choicesIn(`${value}.${operation.value}`, operation.fields)),
);
const csv = 'id,v\n1,2\n';
/** Under which no list is hidden, whose value n8n would take away. */
const visible = { splitBy: 'value', keys: ['id'], column: 'id' };

it('finds the lists and switches of all operations but Unpack, which has none', () => {
	const found = new Set(choices.map(({ operation }) => operation.split('.')[1]));
	expect([...found].sort()).toEqual(
		'compare convert filter getRows inspect join pack split summarize'.split(' '),
	);
	expect(choices.length).toBeGreaterThan(60);
});

it.each(choices)(
	'$operation refuses an unknown value of "$label"',
	async ({ operation, label, format, parametersWith }) => {
		const files = await node.item({ data: csv, old: csv, new: csv });
		const message = new RegExp(
			`^"${label.replace(/[()]/g, '\\$&')}" (has a value that is not on|is neither)`,
		);
		for (const value of ['elsewhere', 'constructor', null, 7])
			await node.fail(operation, files, message, { ...visible, format, ...parametersWith(value) });
	},
);

it.each(['many', '', 1, 0, -1, 2.5, Infinity, 1_048_577])(
	'refuses %p rows per sheet',
	async (rowsPerSheet) => {
		const parameters = { format: 'excel', options: { rowsPerSheet } };
		await node.fail(
			'file.convert',
			await node.item(csv),
			/^"Rows per Sheet" must be a whole number/,
			parameters,
		);
	},
);

it.each(['many', '', -1, 1.5, Infinity])('refuses %p rows above the header', async (titleRows) => {
	const parameters = { options: { titleRows } };
	await node.fail('report.inspect', await node.item(csv), /^"Rows Above the Header" must be/, parameters);
});

it.each([2.5, Infinity, 0, 'many'])('refuses %p as the limit of Get Rows', async (limit) => {
	await node.fail('report.getRows', await node.item(csv), /^"Limit" must be a whole number/, { limit });
});

describe('columns that stay text', () => {
	const lines = async (textColumns: unknown) => {
		const parameters = { format: 'jsonLines', options: { textColumns } };
		const { items } = await node.succeed('file.convert', await node.item('v,av\n1,2\n'), parameters);
		return await node.read(items[0]!);
	};

	it('may be a text with commas, whose parts are whole names', async () => {
		expect(await lines(['av'])).toBe('{"v":1,"av":"2"}\n');
		expect(await lines('av')).toBe('{"v":1,"av":"2"}\n');
		expect(await lines('v, AV')).toBe('{"v":"1","av":"2"}\n');
	});

	it('are refused if the file does not have them', async () => {
		const parameters = { format: 'jsonLines', options: { textColumns: ['w'] } };
		await node.fail('file.convert', await node.item(csv), /no column "w"/, parameters);
	});
});

it('finds a column whose name an expression gives as a number', async () => {
	const parameters = { figures: { figure: [{ figure: 'sum', column: 2026 }] } };
	const { items } = await node.succeed('report.summarize', await node.item('2026\n5\n'), parameters);
	expect(items[0]!.json).toEqual({ sum_2026: '5' });
});
