import { RemedyError } from '../run/remedyError';

/** The hosts that files may be fetched from. */
export interface FileHosts {
	/** The domain whose hosts, and subdomains, files may lie on. */
	domain: string;
	/** Hosts that the administrator added: `host`, `host:port`, or `http://host:port` where plain http is meant. */
	additionalHosts: string[];
}

/** The link as it may be asked for: an allowed host, https. Throws a RemedyError. */
export function checkLink(link: string, { domain, additionalHosts }: FileHosts): URL {
	if (!URL.canParse(link)) {
		throw new RemedyError('The file link is not a URL', 'Check where the link comes from.');
	}
	const url = new URL(link);
	const added = additionalHosts.find((entry) => isAdded(url, entry));
	if (added === undefined && !isInDomain(url.hostname, domain)) {
		throw new RemedyError(
			`The file link leads to ${url.host}, which is not among the allowed file hosts`,
			`Files are fetched from ${domain} and its subdomains. If the provider really puts files on ${url.host}, add it under "Additional File Hosts" in the credential.`,
		);
	}
	// Added with its scheme, plain http is what the administrator meant; everywhere else it becomes https.
	if (url.protocol === 'http:' && !isPlain(added)) url.protocol = 'https:';
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		throw new RemedyError(
			`The file link starts with ${url.protocol} instead of https:`,
			'Ask the provider for a working link.',
		);
	}
	return url;
}

const isInDomain = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);
const isPlain = (entry: string | undefined) => /^\s*http:\/\//i.test(entry ?? '');

/** Without a port, an entry allows the usual port of its scheme alone: what else listens on that host is not meant. */
function isAdded(url: URL, entry: string): boolean {
	const text = entry.trim();
	const whole = /^https?:\/\//i.test(text) ? text : `https://${text}`;
	if (text === '' || !URL.canParse(whole)) return false;
	const { hostname, port } = new URL(whole);
	return url.hostname === hostname && url.port === port;
}
