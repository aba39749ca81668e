/** A block of addresses. Addresses are numbers; those of IPv4 and IPv6 are never equal. */
export interface AddressRange {
	isV4: boolean;
	/** The bits that all addresses of the block begin with. */
	start: bigint;
	/** How many bits of an address are left after them. */
	freeBits: bigint;
}

/** The addresses and blocks of a list such as "203.0.113.7, 198.51.100.0/24, 2001:db8::/32", and the entries that are none. */
export function readRanges(list: string): { ranges: AddressRange[]; unreadable: string[] } {
	const ranges: AddressRange[] = [];
	const unreadable: string[] = [];
	for (const entry of list.split(/[,\s]+/).filter((part) => part !== '')) {
		const range = readRange(entry);
		if (range === undefined) unreadable.push(entry);
		else ranges.push(range);
	}
	return { ranges, unreadable };
}

/** Whether the block holds every address there is. */
export const isEverything = ({ isV4, freeBits }: AddressRange): boolean => freeBits === (isV4 ? 32n : 128n);

/** False if it is not an address. */
export function isInRanges(address: string | undefined, ranges: readonly AddressRange[]): boolean {
	const parsed = address === undefined ? undefined : readAddress(address);
	return (
		parsed !== undefined &&
		ranges.some(
			({ isV4, start, freeBits }) => isV4 === parsed.isV4 && parsed.value >> freeBits === start >> freeBits,
		)
	);
}

function readRange(entry: string): AddressRange | undefined {
	const [text = '', prefix, ...more] = entry.split('/');
	const address = readAddress(text);
	if (address === undefined || more.length > 0) return undefined;
	const isMapped = address.isV4 && text.includes(':');
	const bits = address.isV4 && !isMapped ? 32 : 128;
	if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return undefined;
	const taken = prefix === undefined ? bits : Number(prefix);
	if (taken > bits || (isMapped && taken < 96)) return undefined;
	return { isV4: address.isV4, start: address.value, freeBits: BigInt(bits - taken) };
}

/** An IPv4 address in IPv6 clothing (::ffff:203.0.113.7), as a server with both kinds shows it, is one of IPv4. */
function readAddress(text: string): { isV4: boolean; value: bigint } | undefined {
	const v4 = readV4(text);
	if (v4 !== undefined) return { isV4: true, value: v4 };
	const [bare = ''] = text.split('%', 1);
	const v6 = readV6(bare);
	if (v6 === undefined) return undefined;
	return v6 >> 32n === 0xffffn ? { isV4: true, value: v6 & 0xffffffffn } : { isV4: false, value: v6 };
}

/** Without leading zeros, which some programs read as octal numbers. */
function readV4(text: string): bigint | undefined {
	const parts = text.split('.');
	if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
		return undefined;
	}
	return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function readV6(text: string): bigint | undefined {
	const halves = text.split('::');
	if (halves.length > 2) return undefined;
	const [front, back] = halves.map(readGroups);
	if (front === undefined || (halves.length === 2 && back === undefined)) return undefined;
	const missing = 8 - front.length - (back?.length ?? 0);
	if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
	const groups = [...front, ...Array.from({ length: missing }, () => 0n), ...(back ?? [])];
	return groups.reduce((value, group) => (value << 16n) | group, 0n);
}

/** Groups of four hexadecimal digits; the last two may be written as an IPv4 address. */
function readGroups(text: string): bigint[] | undefined {
	if (text === '') return [];
	const groups: bigint[] = [];
	const parts = text.split(':');
	for (const [index, part] of parts.entries()) {
		const v4 = index === parts.length - 1 ? readV4(part) : undefined;
		if (v4 !== undefined) groups.push(v4 >> 16n, v4 & 0xffffn);
		else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
		else return undefined;
	}
	return groups;
}
