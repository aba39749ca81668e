import { writeFile } from 'node:fs/promises';
import { readNumber } from './cliOptions.mts';
import type { CliOptions } from './cliOptions.mts';
import { readKeyFiles } from './keyFiles.mts';
import { startSandbox } from './sandbox.mts';
import { describeKnobs } from './turnKnobs.mts';
import { waitForInterrupt } from '../waitForInterrupt.mts';

/** Run the sandbox until somebody interrupts it. */
export async function serve(options: CliOptions): Promise<number> {
	const { flags, knobs } = options;
	const sandbox = await startSandbox({
		...(await readKeyFiles(options)),
		port: readNumber('port', flags.port, 4010, 65_535),
		clientId: flags['client-id'],
		clientSecret: flags['client-secret'],
		webhookUrl: flags['webhook-url'],
		notificationSecret: flags['notification-secret'],
		// "The default limit is 50 requests per second."
		requestsPerSecond: 50,
		knobs,
		log: (line) => console.log(`${new Date().toISOString()}  ${line}`),
	});
	if (flags['public-key-out']) await writeFile(flags['public-key-out'], sandbox.publicKey);
	console.log(`The sandbox stands in for Tesouro at ${sandbox.url}

  For the credential Tesouro API, with the environment Custom:
  Base URL       ${sandbox.url}
  Client ID      ${sandbox.clientId}
  Client Secret  ${sandbox.clientSecret}
  Public Key     ${sandbox.signingFingerprint.toUpperCase()}
                 curl ${sandbox.url}/sandbox/public-key.asc
  Signing Secret ${sandbox.notificationSecrets[0]?.secret}
  Signing Key ID ${sandbox.notificationSecrets[0]?.keyId}

  Reports        ${flags['encrypt-to'] ? 'encrypted to your key' : 'in plain text; give your public key with --encrypt-to'}
  Announced to   ${flags['webhook-url'] ?? 'nobody; give your webhook with --webhook-url'}

  GET  /sandbox/state        what happened
  GET  /sandbox/subscriptions.txt   who is told of what
  POST /sandbox/configure    {"webhookUrl": "…", "encryptTo": "…"}
  POST /sandbox/reports      {"rows": 1000}
  POST /sandbox/deliver      {"requestId": "…", "to": "…"}
  POST /sandbox/notify       {"eventType": "LEDGER_TRANSACTION"}
  POST /sandbox/knobs        {"file": "truncated"}

Knobs
  ${describeKnobs().join('\n  ')}

Ctrl-C stops it.
`);
	await waitForInterrupt();
	await sandbox.close();
	return 0;
}
