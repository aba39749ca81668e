/**
 * The inner loops over the bytes of a CSV file, in AssemblyScript: TypeScript that is compiled to WebAssembly, where 16 bytes
 * are compared at once. `npm run docs` compiles it into nodes/ReportFile/csv/csvModule.ts.
 */
export {
	bytes,
	cellFrom,
	cellTo,
	ends,
	kinds,
	left,
	reserve,
	rowEnds,
	rowNexts,
	rowStarts,
	starts,
} from './memory.mts';
export { blankLines, blankLinesBeforeLast, lineEndsBeforeLast, rows, scan, setDialect } from './cells.mts';
export { found, lookAtColumn } from './column.mts';
export { counts, largest, smallest, sums } from './numbers.mts';
export { high, low } from './texts.mts';
