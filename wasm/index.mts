/**
 * The inner loops over the bytes of a CSV file, in AssemblyScript: TypeScript that is compiled to WebAssembly, where 16 bytes
 * are compared at once. `npm run docs` compiles it into nodes/ReportFile/csv/csvModule.ts.
 */
export * from './memory.mts';
export * from './cells.mts';
export * from './column.mts';
export * from './numbers.mts';
export * from './texts.mts';
