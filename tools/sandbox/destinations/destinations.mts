import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeAuthority } from '../certificates.mts';
import { startConnectProxy, type ConnectProxy } from './connectProxy.mts';
import { startMicrosoft, type MicrosoftStandIn } from './microsoft.mts';
import { startSlack, type SlackStandIn } from './slack.mts';
import { startTwilio, type TwilioStandIn } from './twilio.mts';

/** Where reports and messages go to: Microsoft, Slack and Twilio, on this machine, for a process that believes to talk to the true ones. */
export interface Destinations {
	microsoft: MicrosoftStandIn;
	slack: SlackStandIn;
	twilio: TwilioStandIn;
	proxy: ConnectProxy;
	/**
	 * Environment of a process that is to reach the stand-ins by the true names: a proxy that knows only them, and the
	 * authority that vouches for them. What is on this machine is reached without the proxy.
	 */
	env: Record<string, string>;
	close(): Promise<void>;
}

/** Starts all of it; the authority's certificate, which is made now and ends with the folder, goes into `folder`. */
export async function startDestinations(folder: string): Promise<Destinations> {
	const authority = await makeAuthority('Authority of a test');
	const caFile = join(folder, 'authority.pem');
	await writeFile(caFile, authority.certificate);
	const standIns = {
		microsoft: await startMicrosoft(authority),
		slack: await startSlack(authority),
		twilio: await startTwilio(authority),
	};
	const all = Object.values(standIns);
	const proxy = await startConnectProxy(
		Object.fromEntries(all.flatMap(({ hosts, port }) => hosts.map((host) => [host, port]))),
	);
	return {
		...standIns,
		proxy,
		env: {
			HTTP_PROXY: proxy.url,
			HTTPS_PROXY: proxy.url,
			NO_PROXY: '127.0.0.1,localhost',
			NODE_EXTRA_CA_CERTS: caFile,
		},
		async close() {
			await Promise.all([proxy, ...all].map(async (one) => await one.close()));
		},
	};
}
