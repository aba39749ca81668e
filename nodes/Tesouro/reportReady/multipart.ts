import type { Delivery } from '../../shared/deliveries/delivery';

/** The two parts of a multipart/signed body (RFC 3156, section 5; RFC 1847, section 2.1). */
export interface SignedPart {
	/** The first part as it was signed: with its headers, without the line end before the boundary. */
	signed: Buffer;
	/** What follows its headers; undefined when its transfer encoding is unknown. */
	content: Buffer | undefined;
	signature: string;
}

/** Undefined when the body is not multipart/signed, or does not have its two parts. */
export function readSignedPart(delivery: Delivery): SignedPart | undefined {
	const contentType = delivery.header('content-type') ?? '';
	if (!isSignedMultipart(delivery)) return undefined;
	const boundary = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
	const parts = splitParts(delivery.body, boundary?.[1] ?? boundary?.[2]);
	const [signed, signature] = parts;
	if (signed === undefined || signature === undefined || parts.length !== 2) return undefined;
	return { signed, content: readPartContent(signed), signature: signature.toString('latin1') };
}

export const isSignedMultipart = (delivery: Delivery): boolean =>
	/^\s*multipart\/signed\s*;/i.test(delivery.header('content-type') ?? '');

function splitParts(body: Buffer, boundary: string | undefined): Buffer[] {
	if (boundary === undefined) return [];
	const delimiter = Buffer.from(`--${boundary}`);
	const parts: Buffer[] = [];
	let start = body.indexOf(delimiter);
	while (start >= 0 && parts.length <= 2) {
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
	const gap = /^\r?\n|\r?\n\r?\n/.exec(part.toString('latin1'));
	if (gap === null) return undefined;
	const headers = part.subarray(0, gap.index).toString('latin1');
	const content = part.subarray(gap.index + gap[0].length);
	const encoding = /^content-transfer-encoding:[ \t]*(\S+)/im.exec(headers)?.[1]?.toLowerCase() ?? '8bit';
	if (encoding === 'base64') return Buffer.from(content.toString('latin1'), 'base64');
	return ['7bit', '8bit', 'binary'].includes(encoding) ? content : undefined;
}
