import { execFile, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../host/freePort.mts';

/** OpenSSH's own server, for SFTP only, on this machine. */
export interface SftpServer {
	/** The folder whose files it serves; an absolute path, here and over SFTP. */
	files: string;
	/** What n8n's `sftp` credential holds. The key was made for this run. */
	credential: { host: string; port: number; username: string; password: string; privateKey: string };
	close(): Promise<void>;
}

const run = promisify(execFile);
const READY_WITHIN_MS = 30_000;

/** Starts it. Its keys and its files are below `folder`. Needs Debian's package openssh-server. */
export async function startSftp(folder: string): Promise<SftpServer> {
	const home = join(folder, 'sftp');
	const files = join(home, 'reports');
	await mkdir(files, { recursive: true });
	for (const name of ['host', 'client']) {
		await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(home, name)]);
	}
	const { username, uid } = userInfo();
	// sshd run by root wants the folder that its service makes elsewhere.
	if (uid === 0) await mkdir('/run/sshd', { recursive: true });
	const port = (await freePort())!;
	const config = [
		'ListenAddress 127.0.0.1',
		`HostKey ${join(home, 'host')}`,
		`AuthorizedKeysFile ${join(home, 'client.pub')}`,
		`AllowUsers ${username}`,
		'PermitRootLogin prohibit-password',
		'PasswordAuthentication no',
		'KbdInteractiveAuthentication no',
		'UsePAM no',
		'StrictModes no',
		'PidFile none',
		'Subsystem sftp internal-sftp',
		'ForceCommand internal-sftp',
	];
	await writeFile(join(home, 'sshd_config'), `${config.join('\n')}\n`);
	const server = spawn('/usr/sbin/sshd', ['-D', '-e', '-p', String(port), '-f', join(home, 'sshd_config')], {
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	let said = '';
	server.stderr.on('data', (text: Buffer) => (said += text.toString('utf8')));
	const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
	const deadline = Date.now() + READY_WITHIN_MS;
	while (!(await answers(port))) {
		if (server.exitCode !== null || Date.now() > deadline) throw new Error(`sshd does not answer: ${said}`);
		await sleep(50);
	}
	const privateKey = await readFile(join(home, 'client'), 'utf8');
	return {
		files,
		credential: { host: '127.0.0.1', port, username, password: '', privateKey },
		async close() {
			server.kill();
			await ended;
		},
	};
}

const answers = async (port: number): Promise<boolean> =>
	await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
