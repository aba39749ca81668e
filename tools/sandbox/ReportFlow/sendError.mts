import type { ServerResponse } from 'node:http';
import { sendJson } from '../sendJson.mts';

/** Every documented error: `{ "statusCode": number, "message": string | string[], "error": string }`. */
export const errors = {
	badRequest: { statusCode: 400, error: 'Bad Request' },
	unauthorized: { statusCode: 401, message: '認証情報が不正です', error: 'Unauthorized' },
	unauthorizedOld: { statusCode: 401, message: 'Invalid credentials', error: 'Unauthorized' },
	quota: { statusCode: 402, message: 'The monthly page quota is used up', error: 'Payment Required' },
	forbidden: { statusCode: 403, message: 'Forbidden resource', error: 'Forbidden' },
	noDesign: { statusCode: 404, message: '指定したデザインが存在しません', error: 'Not Found' },
	noDesignOld: { statusCode: 404, message: 'Design not found', error: 'Not Found' },
	noVersion: { statusCode: 404, error: 'Not Found' },
	noFile: { statusCode: 404, message: '指定したファイルが存在しません', error: 'Not Found' },
	noFileOld: { statusCode: 404, message: 'File not found', error: 'Not Found' },
	notReady: { message: 'The job is not ready yet. Try again later.', error: 'Not Ready' },
	noHeader: { statusCode: 412, message: '認証方式ヘッダーが存在しません', error: 'Precondition Failed' },
	noHeaderOld: { statusCode: 412, message: 'Missing authentication headers', error: 'Precondition Failed' },
	tooLarge: { statusCode: 413, message: 'Payload Too Large', error: 'Request Entity Too Large' },
	conversionFailed: { statusCode: 422, message: 'PDF conversion failed', error: 'Unprocessable Entity' },
	rateLimited: {
		statusCode: 429,
		message: 'ThrottlerException: Too Many Requests',
		error: 'Too Many Requests',
	},
	internal: { statusCode: 500, message: 'Internal server error', error: 'Internal Server Error' },
	timeout: { statusCode: 504, message: 'Gateway Timeout', error: 'Request timeout' },
} as const;

export interface ApiError {
	statusCode: number;
	message: string | string[];
	error: string;
}

export function sendError(
	response: ServerResponse,
	error: ApiError,
	headers: Record<string, string> = {},
): void {
	const { statusCode, message, error: name } = error;
	sendJson(response, statusCode, { statusCode, message, error: name }, headers);
}
