import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { sendJson } from '../sendJson.mts';
import type { WholeRequest } from './tlsServer.mts';

/** A file that was uploaded. */
export interface DriveFile {
	id: string;
	name: string;
	/** The name of its folder. */
	folder: string;
	mimeType: string;
	bytes: Buffer;
}

export interface Drive {
	/** Names of folders by ID; `root` is one. */
	folders: Map<string, string>;
	uploads: DriveFile[];
}

const uploadPath = /^\/v1\.0\/me\/drive\/items\/([^/:?]+):\/([^/:?]+):\/content$/;
const itemPath = /^\/v1\.0\/me\/drive\/items\/([^/:?]+)$/;
// "characters that OneDrive doesn't allow".
const forbiddenInNames = /["*:<>?/\\|]/;

/**
 * https://learn.microsoft.com/en-us/graph/api/driveitem-put-content: `PUT /me/drive/items/{parent-id}:/{filename}:/content`. That
 * is all that n8n's own OneDrive node does to upload a file, of any size: it knows no upload sessions.
 */
export function answerDrive(drive: Drive, request: WholeRequest, response: ServerResponse): void {
	const { method, path, headers, body } = request;
	const [, parent, encodedName] = uploadPath.exec(path) ?? [];
	if (method === 'PUT' && parent && encodedName) {
		const folder = drive.folders.get(decodeURIComponent(parent));
		const name = decodeURIComponent(encodedName);
		if (folder === undefined) return sendGraphError(response, 404, 'itemNotFound', 'Item not found');
		if (forbiddenInNames.test(name)) {
			return sendGraphError(
				response,
				400,
				'invalidRequest',
				'The provided name cannot contain these characters',
			);
		}
		const before = drive.uploads.find((one) => one.folder === folder && one.name === name);
		const id = before?.id ?? `01${randomBytes(16).toString('hex').toUpperCase()}`;
		const mimeType = headers['content-type'] ?? '';
		const file: DriveFile = { id, name, folder, mimeType, bytes: body };
		drive.uploads.push(file);
		// "201 Created" for a new file, "200 OK" where one was replaced.
		return sendJson(response, before ? 200 : 201, describe(file));
	}
	const [, id] = itemPath.exec(path) ?? [];
	const found = drive.uploads.findLast((one) => one.id === id);
	if (method === 'GET' && found) return sendJson(response, 200, describe(found));
	sendGraphError(response, 404, 'itemNotFound', 'Item not found');
}

/** Where a person finds the file. */
export const webUrlOf = (id: string) => `https://example-my.sharepoint.com/personal/reports/${id}`;

const describe = ({ id, name, folder, mimeType, bytes }: DriveFile) => ({
	'@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#driveItem',
	id,
	name,
	size: bytes.length,
	webUrl: webUrlOf(id),
	file: { mimeType },
	parentReference: { driveType: 'business', name: folder, path: '/drive/root:' },
});

function sendGraphError(response: ServerResponse, status: number, code: string, message: string): void {
	sendJson(response, status, { error: { code, message } });
}
