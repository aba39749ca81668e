import { writeFile } from 'node:fs/promises';
import { readNumber } from './cliOptions.mts';
import type { CliOptions } from './cliOptions.mts';
import { readKeyFiles } from './keyFiles.mts';
import type { Knobs } from './knobs.mts';
import { startSandbox } from './sandbox.mts';
import { turnKnobs } from './turnKnobs.mts';
import { waitForInterrupt } from '../waitForInterrupt.mts';

/** Send one delivery to somebody's webhook and print the answer; 0 when it was accepted, else 1. */
export async function deliverOnce(options: CliOptions): Promise<number> {
	const { flags } = options;
	const to = flags.to as string;
	const knobs = { ...options.knobs, ...(flags.signature && { signatureForm: flags.signature }) };
	const rows = readNumber('rows', flags.rows, 10, 100_000_000);
	const sandbox = await startSandbox({
		...(await readKeyFiles(options)),
		port: readNumber('port', flags.port, 0, 65_535),
		webhookUrl: to,
		clientId: flags['client-id'],
		clientSecret: flags['client-secret'],
	});
	try {
		turnKnobs(sandbox.knobs, knobs);
		await tellKey(sandbox.publicKey, flags);
		const report = await sandbox.makeReport({ rows, compressed: flags.compressed });
		console.log(`POST ${to}\n  requestId ${report.requestId}, ${describeSignature(sandbox.knobs)}`);
		const attempts = await sandbox.deliver(report, { retry: false });
		for (const { status, error, answer } of attempts) {
			if (status === null) console.error(`${to} could not be reached: ${error}.`);
			else console.log(`HTTP ${status}\n${answer ?? ''}`.trimEnd());
		}
		if (flags.stay) {
			console.log('The download link stays alive until Ctrl-C.');
			await waitForInterrupt();
		}
		return attempts.every(({ status }) => status === 200) ? 0 : 1;
	} finally {
		await sandbox.close();
	}
}

/** Without a file to write it to, a new key has to be shown: nobody could verify the delivery otherwise. */
async function tellKey(publicKey: string, flags: CliOptions['flags']): Promise<void> {
	if (flags['public-key-out']) await writeFile(flags['public-key-out'], publicKey);
	else if (!flags['signing-key']) console.log(`Signed by this key, made for this delivery:\n${publicKey}`);
}

function describeSignature({ signature, signatureForm }: Knobs): string {
	return signature === 'none' ? 'not signed' : `signed as ${signatureForm} (${signature})`;
}
