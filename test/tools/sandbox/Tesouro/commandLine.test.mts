import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as openpgp from 'openpgp';
import { webhook, useSandbox } from './sandboxStage.mts';

useSandbox();

function runCli(flags: string[]): Promise<{ exitCode: number | null; output: string }> {
	return new Promise((resolve) => {
		const given = ['--import', 'tsx', 'tools/sandbox/cli.mts', ...flags];
		const child = execFile(process.execPath, given, (_error, stdout, stderr) => {
			resolve({ exitCode: child.exitCode, output: stdout + stderr });
		});
	});
}

describe('the command line', () => {
	it('sends one signed delivery and reports the answer by its exit code', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'sandbox-test-'));
		const keyPath = join(folder, 'public.asc');
		const deliver = ['deliver', 'tesouro.report-ready', '--to', webhook.url, '--public-key-out', keyPath];
		const accepted = await runCli([...deliver, '--signature', 'cleartext-signed-body']);
		expect(accepted).toMatchObject({ exitCode: 0, output: expect.stringMatching(/^POST http.*\nHTTP 200/s) });
		const verificationKeys = await openpgp.readKey({ armoredKey: await readFile(keyPath, 'utf8') });
		const cleartextMessage = String(webhook.received[0]?.body);
		const message = await openpgp.readCleartextMessage({ cleartextMessage });
		await openpgp.verify({ message, verificationKeys, expectSigned: true });

		webhook.answers.push(500);
		expect(await runCli(deliver)).toMatchObject({ exitCode: 1, output: expect.stringContaining('HTTP 500') });
		await rm(folder, { recursive: true });
	});

	it.each([
		[['deliver', 'tesouro.report-ready'], 2, 'Say where to deliver'],
		[['--knob', 'file=melted'], 2, 'The knob file takes ok,'],
		[['--help'], 0, 'signatureForm=detached-header|'],
		[['deliver', 'tesouro.report-ready', '--to', 'http://127.0.0.1:9/'], 1, 'connection refused'],
	])('answers %j', async (flags, exitCode, sentence) => {
		expect(await runCli(flags)).toEqual({ exitCode, output: expect.stringContaining(sentence) });
	});
});
