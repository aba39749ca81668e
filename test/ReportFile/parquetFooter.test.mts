import { parquetMetadata } from 'hyparquet';
import { parquetColumn, type ParquetSchema } from '../../nodes/ReportFile/parquet/parquetColumn';
import { Footer } from '../../nodes/ReportFile/parquet/footer';
import { ByteWriter, ParquetWriter } from '../../nodes/shared/vendor/parquet';

const schemaOf = (name: string, kind: 'text' | 'boolean') =>
	parquetColumn({ name, type: { kind }, isNumeric: false, odd: 0, length: 1 }, 'point').schema;

/** Groups of two rows, whose columns are written some at a time; as the library writes the footer, and as we do. */
function footers(width: number, groups: number, step: number, bytesAtMost?: number) {
	const schema = Array.from({ length: width }, (_, column) =>
		schemaOf(`column ${column}`, column % 3 === 1 ? 'boolean' : 'text'),
	);
	const root = { name: 'root', num_children: width };
	const writer = () =>
		new ParquetWriter({
			writer: new ByteWriter(),
			schema: [root, ...schema],
			createdBy: 'n8n-nodes-report-delivery',
		});
	const [theirs, ours] = [writer(), writer()];
	const footer = new Footer(schema, bytesAtMost);
	const column = ({ name, type }: ParquetSchema, group: number) => ({
		name,
		data: type === 'BOOLEAN' ? [true, group % 2 === 0] : [`${name}.${group}`, 'x'],
		offsetIndex: false,
	});
	for (let group = 0; group < groups; group++) {
		const columnData = schema.map((one) => column(one, group));
		void theirs.write({ columnData });
		for (let from = 0; from < width; from += step) {
			void ours.write({ columnData: columnData.slice(from, from + step) });
			footer.addColumns(ours.row_groups.pop()!);
		}
		footer.endGroup(2);
	}
	void theirs.finish();
	return {
		theirs: Buffer.from((theirs.writer as ByteWriter).getBytes()),
		ours: Buffer.concat([(ours.writer as ByteWriter).getBytes(), ...footer.bytes()]),
	};
}

it.each([
	[1, 1, 1],
	[14, 3, 5],
	[15, 14, 15],
	[40, 15, 7],
	[200, 20, 130],
	[101, 1, 50],
	[1000, 2, 50],
])('%d columns in %d groups, %d columns at a time, end as the library ends them', (width, groups, step) => {
	const { theirs, ours } = footers(width, groups, step);
	expect(Buffer.compare(ours, theirs)).toBe(0);
	const bytes = ours.buffer.slice(ours.byteOffset, ours.byteOffset + ours.length) as ArrayBuffer;
	expect(Number(parquetMetadata(bytes).num_rows)).toBe(2 * groups);
});

it('a footer that would fill the memory is refused', () => {
	expect(() => footers(200, 20, 200, 100_000)).toThrow(/too many columns for a Parquet file of its size/);
});
