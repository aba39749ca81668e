/** Compiles wasm/ into the source file that holds the module. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { keepUpToDate, run } from './upToDate.mts';

/** Of AssemblyScript's compiler. Its own types would declare a `require` for all files here. */
interface Compiler {
	main(
		options: string[],
		host: {
			readFile(name: string, folder: string): string | null;
			writeFile(name: string, content: string | Uint8Array): void;
			listFiles(): string[];
		},
	): Promise<{ error: Error | null; stderr: { toString(): string } }>;
}

const options = ['--optimizeLevel', '3', '--runtime', 'stub', '--noAssert', '--enable', 'simd'];

async function compiled(): Promise<Buffer> {
	const compiler = 'assemblyscript/asc';
	const { main } = (await import(compiler)) as Compiler;
	let bytes: Buffer | undefined;
	const { error, stderr } = await main(['wasm/index.mts', '--outFile', 'csv.wasm', ...options], {
		// n8n's lint takes .ts for code that is published, so the files end in .mts; the compiler adds its own ending.
		readFile: (name, folder) => contentOf(path.join(folder, name.replace(/\.mts\.ts$/, '.mts'))),
		writeFile: (_name, content) => void (bytes = Buffer.from(content)),
		listFiles: () => [],
	});
	if (error || bytes === undefined) throw new Error(`wasm/ could not be compiled:\n${stderr.toString()}`);
	return bytes;
}

function contentOf(file: string): string | null {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return null;
	}
}

run(async () => {
	await keepUpToDate('nodes/ReportFile/csv/csvModule.ts', {
		text: `
			/** A module of WebAssembly, made of the files in wasm/. */
			export const csvModule = Buffer.from('${(await compiled()).toString('base64')}', 'base64');
		`,
		from: 'wasm/',
		command: 'npm run docs',
	});
});
