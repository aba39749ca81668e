import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnGroup } from '../host/childProcess.mts';
import { freePort } from '../host/freePort.mts';

/** nginx in front of one n8n, with the very file that the administrators' page offers. */
export async function startGate(folder: string, n8nPort: number) {
	const port = (await freePort()) ?? 0;
	await mkdir(join(folder, 'logs'), { recursive: true });
	const offered = await readFile('docs/proxies/nginx.conf', 'utf8');
	const server = offered
		.replaceAll('127.0.0.1:5678', `127.0.0.1:${n8nPort}`)
		.replace(/listen [^;]+;/, `listen 127.0.0.1:${port};`);
	const whole = `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/logs/error.log;
events { worker_connections 1024; }
http { access_log off; client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
${server}
}`;
	const file = join(folder, 'nginx.conf');
	await writeFile(file, whole);
	const child = spawnGroup('nginx', ['-p', folder, '-c', file], { cwd: folder, stdio: 'ignore' });
	for (let tries = 0; tries < 100; tries++) {
		if (
			await fetch(`http://127.0.0.1:${port}/`).then(
				() => true,
				() => false,
			)
		)
			break;
		await sleep(50);
	}
	return { url: `http://127.0.0.1:${port}`, close: () => void child.kill('SIGTERM') };
}
