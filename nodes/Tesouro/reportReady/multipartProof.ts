import type { Delivery } from '../../shared/deliveries/delivery';
import { proveDetached } from './pgpProof';
import { absent, invalid, type Proof, type ProofRules } from './proof';
import { readSignatureValue } from './signatureValue';

/**
 * multipart/signed (RFC 3156, section 5; RFC 1847, section 2.1): the signature in the second part covers the exact bytes
 * of the first, its headers included, without the line end before the boundary.
 */
export async function readMultipartProof(delivery: Delivery, rules: ProofRules): Promise<Proof> {
	const contentType = delivery.header('content-type') ?? '';
	if (!/^\s*multipart\/signed\s*;/i.test(contentType)) return absent();
	const boundary = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
	const parts = splitParts(delivery.body, boundary?.[1] ?? boundary?.[2]);
	const [signed, signature] = parts;
	if (signed === undefined || signature === undefined || parts.length !== 2) {
		return invalid('the multipart/signed body does not have its two parts');
	}
	const parsed = await readSignatureValue(signature.toString('latin1'));
	if (parsed?.kind !== 'detached')
		return invalid('the second part of the multipart/signed body is no signature');

	const proof = await proveDetached(
		signed,
		parsed.signature,
		'openpgp-multipart',
		rules,
		delivery.receivedAt,
	);
	if (proof.kind !== 'valid') return proof;
	const content = readPartContent(signed);
	return content === undefined
		? invalid('the first part of the multipart/signed body has an unknown transfer encoding')
		: { ...proof, content };
}

function splitParts(body: Buffer, boundary: string | undefined): Buffer[] {
	if (boundary === undefined) return [];
	const delimiter = Buffer.from(`--${boundary}`);
	const parts: Buffer[] = [];
	let start = body.indexOf(delimiter);
	while (start >= 0) {
		const next = body.indexOf(Buffer.from(`\n--${boundary}`), start + delimiter.length);
		if (next < 0) break;
		const contentStart = body.indexOf('\n', start + delimiter.length) + 1;
		// "The CRLF preceding the boundary delimiter line is conceptually attached to the boundary" (RFC 2046, 5.1.1).
		const contentEnd = body[next - 1] === 0x0d ? next - 1 : next;
		parts.push(body.subarray(contentStart, Math.max(contentStart, contentEnd)));
		start = next + 1;
	}
	return parts;
}

/** What follows the part's headers, decoded where it is base64. */
function readPartContent(part: Buffer): Buffer | undefined {
	const text = part.toString('latin1');
	const gap = /^\r?\n|\r?\n\r?\n/.exec(text);
	if (gap === null) return undefined;
	const headers = text.slice(0, gap.index);
	const content = part.subarray(gap.index + gap[0].length);
	const encoding = /^content-transfer-encoding:\s*(\S+)/im.exec(headers)?.[1]?.toLowerCase() ?? '8bit';
	if (encoding === 'base64') return Buffer.from(content.toString('latin1'), 'base64');
	return ['7bit', '8bit', 'binary'].includes(encoding) ? content : undefined;
}
