import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { readBytes } from './requestBody.mts';
import { ResponseError } from './responseError.mts';
import { sendError } from './webhookPhase.mts';
import { toWebhookRequest } from './webhookRequest.mts';
import type { WebhookRequest } from './webhookRequest.mts';
import { toWebhookResponse } from './webhookResponse.mts';
import type { WebhookResponse } from './webhookResponse.mts';

/** Handles the requests to one webhook. */
export type WebhookHandler = (request: WebhookRequest, response: WebhookResponse) => Promise<void>;

/** The part of n8n's web server that takes webhooks: a real one, on a free port of this machine. */
export class WebhookServer {
	private readonly atWork = new Map<Promise<void>, WebhookResponse>();
	private readonly handlers = new Map<string, WebhookHandler>();
	private readonly server: Server = createServer((message, plain) => void this.handle(message, plain));

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
	}

	get baseUrl(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	/** @param prefix `webhook` for production, `webhook-test` for test runs */
	add(prefix: string, method: string, path: string, handler: WebhookHandler): void {
		this.handlers.set(keyOf(method, `/${prefix}/${path}`), handler);
	}

	remove(prefix: string, method: string, path: string): void {
		this.handlers.delete(keyOf(method, `/${prefix}/${path}`));
	}

	/** Waits for what n8n still does for requests that it has answered. */
	async answeredAreDone(): Promise<void> {
		const answered = [...this.atWork].filter(([, response]) => response.writableEnded);
		await Promise.all(answered.map(async ([work]) => await work));
	}

	/** Cuts every connection, as the end of n8n's process would. */
	disconnect(): void {
		this.server.closeAllConnections();
	}

	async stop(): Promise<void> {
		this.handlers.clear();
		const closed = new Promise((resolve) => this.server.close(resolve));
		this.server.closeAllConnections();
		await closed;
	}

	/** As n8n does: the very path first, else one with parts like `:token`, whose texts then stand in `params`. */
	private find(request: WebhookRequest): WebhookHandler | undefined {
		const key = keyOf(request.method ?? 'GET', request.path.replace(/\/$/, ''));
		const given = key.split('/');
		const isMatch = (template: string) => {
			const parts = template.split('/');
			const isSame = (part: string, index: number) => part.startsWith(':') || part === given[index];
			return parts.length === given.length && parts.every(isSame);
		};
		const found = this.handlers.has(key) ? key : [...this.handlers.keys()].find(isMatch);
		if (found === undefined) return undefined;
		for (const [index, part] of found.split('/').entries()) {
			if (part.startsWith(':')) request.params[part.slice(1)] = given[index]!;
		}
		return this.handlers.get(found);
	}

	private async handle(message: IncomingMessage, plain: ServerResponse): Promise<void> {
		const request = toWebhookRequest(message, async () => {
			request.rawBody ??= await readBytes(message);
		});
		const response = toWebhookResponse(plain);
		const handler = this.find(request);
		if (handler) {
			const work = handler(request, response);
			this.atWork.set(work, response);
			await work.finally(() => this.atWork.delete(work));
			return;
		}
		const webhook = `${request.method} ${request.path.replace(/^\/[^/]+\//, '')}`;
		sendError(response, new ResponseError(404, `The requested webhook "${webhook}" is not registered.`));
	}
}

function keyOf(method: string, path: string): string {
	return `${method} ${decodeURIComponent(path)}`;
}
