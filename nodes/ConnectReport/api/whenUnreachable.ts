import type { Server } from './credential';

/** What to do when no answer came. Looks at the code of the error alone: its text may hold the request. */
export function whenUnreachable(error: unknown, { host, certificates }: Server): string | undefined {
	const code = String(((error ?? {}) as { code?: unknown }).code);
	if (/^(DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|CERT_SIGNATURE_|CERT_UNTRUSTED)/.test(code)) {
		return certificates.length > 0
			? `It is not among those under "CA Certificate" in the ConnectReport credential. Paste the certificate of the authority that signed that of ${host}, or the certificate of ${host} itself.`
			: `Paste the certificate of the authority that signed it under "CA Certificate" in the ConnectReport credential: the administrator of ${host} has it. If the certificate is self-signed, paste that certificate.`;
	}
	if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
		return 'In the ConnectReport credential, use the server name that the certificate was issued for. Or get a certificate for the name that is there now.';
	}
	if (code === 'CERT_HAS_EXPIRED') return `Have the certificate of ${host} renewed.`;
	if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
		return 'Check the port in the ConnectReport credential. If this server has no https, write http:// and switch on "Allow Plain HTTP".';
	}
	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
		return 'Check the name of the server in the ConnectReport credential. n8n must be able to resolve it from where it runs, which may not be your own network.';
	}
	if (code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') {
		return 'Check that ConnectReport runs, its port in the ConnectReport credential (4700 unless it was changed), and that the firewall lets n8n through.';
	}
	return undefined;
}
