/** "Value types in the vendor client": `string | Record<string,string> | Array<Record<string,string>>`. */
export type Parameter = string | Record<string, string> | Array<Record<string, string>>;

export interface Design {
	id: string;
	label: string;
	/** The parameters of each version, from version 1 on. */
	versions: Array<Record<string, Parameter>>;
	updatedAt: string;
}

/** Real ids look like any of these three: short, ULID, UUID. */
export const designIds = {
	invoice: '0eGLPoUzbuBv5EEj',
	japanese: '01J8ZQ4T9V6X3W2Y1R0K5M7N8P',
	certificate: '6f1f9a70-52a4-4b86-9a34-0f6f3b1f4c11',
} as const;

const line = { description: 'string', quantity: 'number', unitPrice: 'number' };
const invoice = { customerName: 'string', invoiceNumber: 'string', total: 'number' };

/** Designs as somebody drew them in ReportFlow. */
export const sampleDesigns = (): Design[] => [
	{
		id: designIds.invoice,
		label: 'Invoice',
		versions: [
			invoice,
			{ ...invoice, lines: [line] },
			{
				...invoice,
				dueDate: 'date',
				isPaid: 'boolean',
				billTo: { street: 'string', city: 'string' },
				lines: [line],
			},
		],
		updatedAt: '2026-09-03T08:15:00.000Z',
	},
	{
		id: designIds.japanese,
		label: '請求書',
		versions: [
			{
				会社名: 'string',
				合計金額: 'number',
				振込先: { 銀行名: 'string', 口座番号: 'string' },
				明細: [{ 品名: 'string', 数量: 'number', 単価: 'number' }],
			},
		],
		updatedAt: '2026-08-20T01:00:00.000Z',
	},
	{
		id: designIds.certificate,
		label: 'Certificate of Attendance',
		versions: [{ name: 'string', course: 'string', date: 'date' }],
		updatedAt: '2026-07-01T00:00:00.000Z',
	},
];

/** Enough of them that nobody wants to scroll. */
export const manyDesigns = (): Design[] =>
	Array.from({ length: 250 }, (_, index) => ({
		id: `design${String(index + 1).padStart(10, '0')}`,
		label: `Monthly Statement ${index + 1}`,
		versions: [{ name: 'string' }],
		updatedAt: '2026-07-01T00:00:00.000Z',
	}));

/** "A later agent guide says a field can carry a `description`": how such a field looks is our guess. */
export function enrich(parameters: Record<string, Parameter>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(parameters).map(([name, value]) => [name, enrichOne(name, value)]),
	);
}

function enrichOne(name: string, value: Parameter): unknown {
	if (typeof value === 'string') return { type: value, description: `What to print as ${name}` };
	return value;
}
