import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Authority } from '../certificates.mts';
import { sendJson } from '../sendJson.mts';
import { answerDrive, type Drive, type DriveFile } from './drive.mts';
import { createSignIn, type SignIn } from './signIn.mts';
import { startTlsServer, type StandIn, type WholeRequest } from './tlsServer.mts';

/** Microsoft's sign-in and one person's OneDrive, as far as n8n's own node uses them. */
export interface MicrosoftStandIn extends StandIn {
	hosts: string[];
	signIn: SignIn;
	/** Every file that was uploaded, in order. */
	uploads: DriveFile[];
	/** One line for each request: method, path, status. */
	log: string[];
	/** Makes a folder; its ID. */
	addFolder(name: string): string;
}

const graph = 'graph.microsoft.com';
const login = 'login.microsoftonline.com';

/** Starts both hosts. */
export async function startMicrosoft(authority: Authority): Promise<MicrosoftStandIn> {
	const signIn = createSignIn();
	const drive: Drive = { folders: new Map([['root', 'root']]), uploads: [] };
	const log: string[] = [];

	function answer(request: WholeRequest, response: ServerResponse): void {
		response.once('finish', () => log.push(`${request.method} ${request.path} ${response.statusCode}`));
		if (request.host === login) return signIn.answerToken(request, response);
		const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
		if (signIn.isLive(token)) return answerDrive(drive, request, response);
		// https://learn.microsoft.com/en-us/graph/errors: `{"error": {"code", "message", ...}}`.
		const error = { code: 'InvalidAuthenticationToken', message: 'Lifetime validation failed.' };
		sendJson(response, 401, { error });
	}

	return {
		...(await startTlsServer(authority, [graph, login], answer)),
		hosts: [graph, login],
		signIn,
		uploads: drive.uploads,
		log,
		addFolder(name) {
			const id = `01${randomBytes(16).toString('hex').toUpperCase()}`;
			drive.folders.set(id, name);
			return id;
		},
	};
}
