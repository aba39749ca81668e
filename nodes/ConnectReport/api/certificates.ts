import { X509Certificate } from 'crypto';
import { RemedyError } from '../../shared/run/remedyError';

const BLOCK =
	/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([\s\S]*?)-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g;

/**
 * The certificates in a pasted text, in clean PEM. A text field may turn line ends into spaces or `\n`; what stands
 * between the certificates, such as their names, does not matter. Throws a RemedyError.
 */
export function readCertificates(pasted: string): string[] {
	const text = pasted.replace(/\\r|\\n/g, '\n').trim();
	if (text === '') return [];
	if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
		throw new RemedyError(
			'"CA Certificate" of the ConnectReport credential holds a private key',
			'Take it out: a private key stays on its server. Only the certificate belongs here, from BEGIN CERTIFICATE to END CERTIFICATE.',
		);
	}
	const blocks = [...text.matchAll(BLOCK)].map(([, base64 = '']) => base64);
	// Without its frame, a single certificate is still base64 from end to end.
	const found = blocks.length > 0 ? blocks : /^[A-Za-z0-9+/=\s]+$/.test(text) ? [text] : [];
	if (found.length === 0) throw unreadable('contains no certificate');
	return found.map((base64, index) => toPem(base64, found.length > 1 ? ` (number ${index + 1})` : ''));
}

function toPem(base64: string, which: string): string {
	try {
		const lines = base64.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
		const pem = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
		return new X509Certificate(pem).toString();
	} catch {
		throw unreadable(`holds a certificate that cannot be read${which}`);
	}
}

const unreadable = (what: string) =>
	new RemedyError(
		`"CA Certificate" of the ConnectReport credential ${what}`,
		'Paste the certificate as text (PEM): all from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----. A binary file (.cer, .der) becomes text with: openssl x509 -inform der -in FILE.',
	);
