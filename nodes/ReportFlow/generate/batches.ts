import type { ReportFlowApi } from '../api/transport';
import { MAPPING_BYTES_AT_MOST, mappingBytesOf } from './answerHeaders';
import type { PdfRequest } from './request';
import { bareName } from './receipt';

/** A request and the item that it is of. */
export interface ItemRequest {
	item: number;
	api: ReportFlowApi;
	request: PdfRequest;
}

export interface BatchLimits {
	filesAtMost: number;
	/** An immediate answer names its files in a header, and Node takes 16 KiB of headers at most. */
	isSync: boolean;
}

/** Design, version and the braces around the list. */
const ENVELOPE_BYTES = 1_000;

/**
 * Puts PDFs together into as few requests as the limits allow: one design and version each, no name twice ("unique
 * within the array, case-insensitively"), in the order of the items.
 */
export function toBatches(requests: ItemRequest[], limits: BatchLimits): ItemRequest[][] {
	const batches: Batch[] = [];
	for (const one of requests) {
		let batch = batches.findLast((open) => open.isFor(one));
		if (batch === undefined || !batch.takes(one, limits)) {
			batch = new Batch();
			batches.push(batch);
		}
		batch.add(one);
	}
	return batches.map(({ list }) => list);
}

class Batch {
	readonly list: ItemRequest[] = [];
	private readonly names = new Set<string>();
	private bodyBytes = ENVELOPE_BYTES;
	private mappingBytes = 0;

	isFor({ api, request }: ItemRequest): boolean {
		const first = this.list[0]!;
		return (
			first.api.identity === api.identity &&
			first.request.designId === request.designId &&
			first.request.version === request.version
		);
	}

	takes(one: ItemRequest, { filesAtMost, isSync }: BatchLimits): boolean {
		if (this.list.length >= filesAtMost || this.names.has(bareName(one.request.fileName))) return false;
		if (this.bodyBytes + bodyBytesOf(one) > one.api.requestBytesAtMost) return false;
		return !isSync || this.mappingBytes + mappingBytesOf(one.request) <= MAPPING_BYTES_AT_MOST;
	}

	add(one: ItemRequest): void {
		this.list.push(one);
		this.names.add(bareName(one.request.fileName));
		this.bodyBytes += bodyBytesOf(one);
		this.mappingBytes += mappingBytesOf(one.request);
	}
}

const bodyBytesOf = ({ request }: ItemRequest) => Buffer.byteLength(JSON.stringify(request.content)) + 1;
