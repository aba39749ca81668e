import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { N8nInstall } from '../host/install.mts';

const run = promisify(execFile);

const RUN_SQL = `
	const [file, sql] = process.argv.slice(1);
	const database = new (require('sqlite3').Database)(file);
	database.configure('busyTimeout', 10000);
	database.exec(sql, (error) => database.close(() => { if (error) throw error; }));
`;

/**
 * Makes n8n's SQLite refuse each new execution, as a full disk does, and nothing else. Returns how to end that. n8n's own
 * copy of sqlite3 does it: Node.js 20 has none.
 */
export function refusalOfExecutions({ node, folder }: N8nInstall, userFolder: string) {
	const sql = async (text: string) => {
		await run(node, ['-e', RUN_SQL, join(userFolder, '.n8n', 'database.sqlite'), text], { cwd: folder });
	};
	return async () => {
		await sql(
			"CREATE TRIGGER refuse BEFORE INSERT ON execution_entity BEGIN SELECT RAISE(ABORT, 'refused by the test'); END",
		);
		return async () => await sql('DROP TRIGGER refuse');
	};
}
