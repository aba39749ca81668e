import type { Attack } from '../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a file with so many columns and rows that the footer of its Parquet file fills the memory',
		title: 'a footer that would fill the memory is refused',
		file: 'nodes/ReportFile/parquet/footer.ts',
		line: 'if (this.length > this.bytesAtMost) throw tooLarge();',
		becomes: '',
	},
];
