import { CsvMemory } from '../../../nodes/ReportFile/csv/csvMemory';

it('says what to do when there is no memory for so many bytes', () => {
	const memory = new CsvMemory();
	expect(() => memory.reserve(100_000_000)).toThrow(
		expect.objectContaining({
			message: 'n8n has no memory left to look at 100 MB of the file at once',
			remedy: 'Give n8n more memory, or run fewer executions at the same time.',
		}),
	);
	expect(() => memory.reserve(17_000_000)).not.toThrow();
});
