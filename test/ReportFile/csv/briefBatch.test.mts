import { briefBatch } from '../../../nodes/ReportFile/csv/rowBatch';

const dialect = { quote: '"', newline: 'lf' } as const;

test('what a long row took is not kept for the short ones after it', () => {
	expect(briefBatch(Buffer.alloc(8 * 1024 * 1024, 'x'), dialect).bytes.toString('latin1', 0, 3)).toBe('xxx');
	const { memory, bytes } = briefBatch(Buffer.from('a;b'), dialect);
	expect(bytes.toString('latin1', 0, 3)).toBe('a;b');
	expect(memory.module.memory.buffer.byteLength).toBeLessThan(64 * 1024 * 1024);
});
