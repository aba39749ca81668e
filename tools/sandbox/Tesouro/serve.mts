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

  Client id      ${sandbox.clientId}
  Client secret  ${sandbox.clientSecret}
  Signing key    ${sandbox.signingFingerprint.toUpperCase()}
                 curl ${sandbox.url}/sandbox/public-key.asc
  Notifications  signed with ${sandbox.notificationSecrets[0]?.secret} (${sandbox.notificationSecrets[0]?.keyId})
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
