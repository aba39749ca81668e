import { readdirSync } from 'node:fs';
import path from 'node:path';

/** A change of the product under which a security test must fail: a test that was never red proves nothing. */
export interface Attack {
	/** What somebody tries. */
	name: string;
	/** The title of the test, or enough of it, with the words of its `describe` in front. */
	title: string;
	/** The product line, and what it becomes. */
	file: string;
	line: string;
	becomes: string;
}

/** The lists of attacks. `trigger.attacks.mts` stands beside `trigger.test.mts`, which stops them. */
export const attackFiles = (): string[] =>
	readdirSync('test', { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.attacks.mts'))
		.map((file) => path.join('test', file))
		.sort();

export const testOf = (attackFile: string): string => attackFile.replace(/\.attacks\.mts$/, '.test.mts');
