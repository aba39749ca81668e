/**
 * What would keep a provider on the internet from delivering to this URL, as a sentence with its remedy; undefined when
 * nothing speaks against it. Providers want HTTPS and a public address.
 */
export function webhookUrlProblem(url: string): string | undefined {
	if (!URL.canParse(url)) return undefined;
	const { protocol, hostname } = new URL(url);
	const remedy =
		"Set the environment variable N8N_WEBHOOK_URL (older n8n: WEBHOOK_URL) to n8n's public address, starting with https://";
	if (isPrivateHost(hostname)) return `${hostname} cannot be reached from the internet. ${remedy}`;
	if (protocol !== 'https:') return `The address does not start with https://. ${remedy}`;
	return undefined;
}

/** Loopback, private and link-local addresses (RFC 1918, RFC 4193, RFC 3927, RFC 6761), and names without a dot. */
function isPrivateHost(hostname: string): boolean {
	const host = hostname
		.toLowerCase()
		.replace(/^\[|\]$/g, '')
		.replace(/\.$/, '');
	const isV4 = /^\d+(\.\d+){3}$/.test(host);
	const privateV4 =
		/^(0|10|127|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./;
	// No provider has an IPv4 address in IPv6 clothing configured, so all of those count as private.
	const privateV6 = /^(::1?$|::ffff:|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;
	const privateName = /(^|\.)(localhost|local|internal|lan|home\.arpa)$/;
	const isName = /[a-z]/.test(host) && !host.includes(':');
	return (
		(isV4 && privateV4.test(host)) ||
		privateV6.test(host) ||
		privateName.test(host) ||
		(isName && !host.includes('.'))
	);
}
