import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** One message as it went over the wire. */
export interface Letter {
	/** Whom the server was told to bring it to, which is not what stands in its header. */
	recipients: string[];
	email: Email;
}

/** A mail server on this machine that keeps what it gets. */
export interface Mailbox {
	letters: Letter[];
	/** For n8n's SMTP credential. */
	credential: {
		host: string;
		port: number;
		user: string;
		password: string;
		secure: boolean;
		disableStartTls: boolean;
	};
	close(): Promise<void>;
}

const login = { user: 'n8n', password: 'for this mailbox only' };

/** Starts it. */
export async function startMailbox(): Promise<Mailbox> {
	const letters: Letter[] = [];
	const server = new SMTPServer({
		disabledCommands: ['STARTTLS'],
		allowInsecureAuth: true,
		onAuth({ username, password }, _session, done) {
			if (username === login.user && password === login.password) done(null, { user: username });
			else done(new Error('Wrong login'));
		},
		onData(stream, { envelope }, done) {
			const recipients = envelope.rcptTo.map(({ address }) => address);
			buffer(stream)
				.then(async (bytes) => letters.push({ recipients, email: await PostalMime.parse(bytes) }))
				.then(() => done(), done);
		},
	});
	await new Promise<void>((resolve, reject) => {
		server.on('error', reject);
		server.listen(0, '127.0.0.1', resolve);
	});
	const { port } = server.server.address() as AddressInfo;
	return {
		letters,
		credential: { host: '127.0.0.1', port, ...login, secure: false, disableStartTls: true },
		close: () => new Promise((resolve) => server.close(() => resolve())),
	};
}
