import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'parts of one octet, in front',
		title: 'is refused when its first part has fewer than 512 octets (RFC 9580, 4.2.1.4)',
		file: 'nodes/OpenPgp/engine/packetReader.ts',
		line: 'FIRST_PART_BYTES = 512',
		becomes: 'FIRST_PART_BYTES = 0',
	},
	{
		name: 'parts of one octet, unpacked from very little',
		title: 'is refused when very little input unpacks to very many parts',
		file: 'nodes/OpenPgp/engine/work.ts',
		line: 'if (this.spent > this.limits.free + this.bytesIn * this.limits.perByte) {',
		becomes: 'if (false as boolean) {',
	},
	{
		name: 'parts of packets that hold no data',
		title: 'is refused when it is not a data packet (RFC 9580, 4.2.1.4)',
		file: 'nodes/OpenPgp/engine/packetReader.ts',
		line: '!mayBePartial.has(type)',
		becomes: '(false as boolean)',
	},
];
