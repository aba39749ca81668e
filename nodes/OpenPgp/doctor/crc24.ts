/** The checksum of an armour as written after the `=` (RFC 9580, section 6.1.1): only used to choose between repairs. */
export function crc24(bytes: Uint8Array): string {
	let crc = 0xb704ce;
	for (const octet of bytes) {
		crc ^= octet << 16;
		for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ ((crc & 0x800000) !== 0 ? 0x1864cfb : 0);
	}
	return Buffer.from([(crc >> 16) & 0xff, (crc >> 8) & 0xff, crc & 0xff]).toString('base64');
}
