import type { ReportFlowApi } from '../api/transport';
import { MAPPING_BYTES_AT_MOST, mappingBytesOf } from './answerHeaders';
import type { Wish } from './content';
import { bareName } from './receipt';

/** A wish and the item that it is of. */
export interface ItemWish {
	item: number;
	api: ReportFlowApi;
	wish: Wish;
}

export interface BatchLimits {
	filesAtMost: number;
	/** An immediate answer names its files in a header, and Node takes 16 KiB of headers at most. */
	isSync: boolean;
}

/** Design, version and the braces around the list. */
const ENVELOPE_BYTES = 1_000;

/**
 * Puts wishes together into as few requests as the limits allow: one design and version each, no name twice ("unique
 * within the array, case-insensitively"), in the order of the items.
 */
export function toBatches(wishes: ItemWish[], limits: BatchLimits): ItemWish[][] {
	const batches: Batch[] = [];
	for (const one of wishes) {
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
	readonly list: ItemWish[] = [];
	private readonly names = new Set<string>();
	private bodyBytes = ENVELOPE_BYTES;
	private mappingBytes = 0;

	isFor({ api, wish }: ItemWish): boolean {
		const first = this.list[0]!;
		return (
			first.api.identity === api.identity &&
			first.wish.designId === wish.designId &&
			first.wish.version === wish.version
		);
	}

	takes(one: ItemWish, { filesAtMost, isSync }: BatchLimits): boolean {
		if (this.list.length >= filesAtMost || this.names.has(bareName(one.wish.fileName))) return false;
		if (this.bodyBytes + bodyBytesOf(one) > one.api.requestBytesAtMost) return false;
		return !isSync || this.mappingBytes + mappingBytesOf(one.wish) <= MAPPING_BYTES_AT_MOST;
	}

	add(one: ItemWish): void {
		this.list.push(one);
		this.names.add(bareName(one.wish.fileName));
		this.bodyBytes += bodyBytesOf(one);
		this.mappingBytes += mappingBytesOf(one.wish);
	}
}

const bodyBytesOf = ({ wish }: ItemWish) => Buffer.byteLength(JSON.stringify(wish.content)) + 1;
