import { RemedyError } from '../../shared/run/remedyError';
import { readCertificates } from './certificates';
import { connectReport, type PathName } from '../facts';

/** The fields of the ConnectReport credential. A path that was not changed is empty. */
export interface ConnectReportCredential extends Partial<Record<`${PathName}Path`, string>> {
	serverUrl: string;
	allowHttp?: boolean;
	apiKey: string;
	/** PEM, as pasted. */
	ca?: string;
	changePaths?: boolean;
}

/** Where a server lies. */
export interface Server {
	/** With the prefix of its path, without a slash at the end: the `source` of report events. */
	url: string;
	/** Scheme, host and port: the only place that the key goes to. */
	origin: string;
	host: string;
	/** The certificates to trust instead of those that n8n trusts; empty when n8n's own are to do. */
	certificates: string[];
}

/** Reads the address and the certificates. Throws a RemedyError when they cannot be used. */
export function serverOf(credential: Partial<ConnectReportCredential>): Server {
	const url = readAddress(credential.serverUrl ?? '');
	if (url.protocol === 'http:' && credential.allowHttp !== true) {
		throw new RemedyError(
			'The address of the ConnectReport server starts with http://, which is not encrypted',
			'Use https:// if the server has it. If not, and the network in between is trusted, switch on "Allow Plain HTTP" in the ConnectReport credential: the API key is then sent unencrypted.',
		);
	}
	const { origin, host } = url;
	return {
		url: origin + pathPrefix(url),
		origin,
		host,
		certificates: url.protocol === 'https:' ? readCertificates(credential.ca ?? '') : [],
	};
}

/** Without a scheme, https is meant. */
function readAddress(given: string): URL {
	const text = given.trim();
	const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
	const url = text !== '' && URL.canParse(whole) ? new URL(whole) : undefined;
	const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
	if (url === undefined || !isWeb || url.username !== '' || url.password !== '') {
		throw new RemedyError(
			'The server address of the ConnectReport credential cannot be used',
			'Fill in what the browser shows when you open ConnectReport, up to the port, for example https://reports.example.com:4700, without a user name.',
		);
	}
	return url;
}

/** People also paste the address of the API, or of one of the pages: "/portal" and "/admin". */
const pathPrefix = ({ pathname }: URL): string =>
	pathname.replace(/\/+(api(\/v1(\/.*)?)?|portal(\/.*)?|admin(\/.*)?)?$/i, '').replace(/\/+$/, '');

/** The path of a thing: as the user has it, else as we read it. */
export function pathTemplate(credential: Partial<ConnectReportCredential>, name: PathName): string {
	const changed = credential.changePaths === true ? (credential[`${name}Path`]?.trim() ?? '') : '';
	return changed === '' ? connectReport.paths[name] : changed;
}
