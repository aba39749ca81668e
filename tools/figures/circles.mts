import path from 'node:path';
import type { SourceFile } from './sourceFiles.mts';

/** Which files import one another, directly or over others; types count, too. Each circle is a list of files. */
export function circlesOf(files: SourceFile[]): string[][] {
	const known = new Set(files.map(({ file }) => file));
	const imports = new Map(files.map((file) => [file.file, importsOf(file, known)]));
	const reaches = (from: string): Set<string> => {
		const reached = new Set<string>();
		const open = [...(imports.get(from) ?? [])];
		for (let file = open.pop(); file !== undefined; file = open.pop()) {
			if (reached.has(file)) continue;
			reached.add(file);
			open.push(...(imports.get(file) ?? []));
		}
		return reached;
	};
	const reached = new Map([...known].map((file) => [file, reaches(file)]));
	const inCircle = [...known].filter((file) => reached.get(file)!.has(file));
	const circles: string[][] = [];
	for (const file of inCircle) {
		if (circles.some((circle) => circle.includes(file))) continue;
		circles.push(inCircle.filter((other) => reached.get(file)!.has(other) && reached.get(other)!.has(file)));
	}
	return circles;
}

function importsOf({ file, lines }: SourceFile, known: Set<string>): string[] {
	const named = lines.join('\n').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']*)'/g);
	return [...named].flatMap(([, specifier]) => {
		const target = path.posix.join(path.posix.dirname(file), specifier!);
		return [`${target}.ts`, target].filter((one) => known.has(one));
	});
}
