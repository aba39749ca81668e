import { readNumber } from './cliOptions.mts';
import type { CliOptions } from './cliOptions.mts';
import { startSandbox } from './sandbox.mts';
import { turnKnobs } from './turnKnobs.mts';

/** Send one notification to somebody's webhook and print the answer; 0 when it was accepted, else 1. */
export async function notifyOnce({ flags, knobs, event = '' }: CliOptions): Promise<number> {
	const url = flags.to as string;
	const sandbox = await startSandbox({
		port: readNumber('port', flags.port, 0, 65_535),
		notificationSecret: flags['notification-secret'],
	});
	try {
		turnKnobs(sandbox.knobs, knobs);
		const [secret] = sandbox.notificationSecrets;
		// Nobody could verify the notification otherwise.
		if (flags['notification-secret'] === undefined) {
			console.log(`Signed with this secret, made for this notification: ${secret?.secret}`);
		}
		const eventType = event.replace('tesouro.notification.', '');
		const [attempt] = await sandbox.notify(eventType, { url, retry: false });
		console.log(`POST ${url}\n  deliveryId ${attempt?.deliveryId}, ${sandbox.knobs.notificationSignature}`);
		if (attempt?.status == null) console.error(`${url} could not be reached: ${attempt?.error}.`);
		else console.log(`HTTP ${attempt.status}\n${attempt.answer ?? ''}`.trimEnd());
		return attempt?.status === 200 ? 0 : 1;
	} finally {
		await sandbox.close();
	}
}
