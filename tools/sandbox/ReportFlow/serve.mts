import { parseArgs } from 'node:util';
import { readNumber } from '../Tesouro/cliOptions.mts';
import { waitForInterrupt } from '../waitForInterrupt.mts';
import { describeKnobs, type Knobs } from './knobs.mts';
import { startReportFlowSandbox } from './sandbox.mts';

const usage = `npm run sandbox -- reportflow
    Stand in for ReportFlow on this machine until Ctrl-C, in both generations.

Flags
    --port N               listen here (default 4020)
    --app-key KEY          the application key (default: random)
    --secret-key KEY       the secret key of the older generation (default: random)
    --workspace-id ID      the workspace (default: random)
    --webhook-url URL      who is told of finished files
    --job-delay MS         how long an async request stays in the queue (default 1000)
    --no-limits            leave out the documented 30 and 100 requests a minute
    --knob NAME=VALUE      misbehave; may be repeated

Knobs
    ${describeKnobs().join('\n    ')}
`;

const flags = {
	port: { type: 'string' },
	'app-key': { type: 'string' },
	'secret-key': { type: 'string' },
	'workspace-id': { type: 'string' },
	'webhook-url': { type: 'string' },
	'job-delay': { type: 'string' },
	'no-limits': { type: 'boolean', default: false },
	knob: { type: 'string', multiple: true },
	help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Run the ReportFlow sandbox until somebody interrupts it. */
export async function serveReportFlow(given: string[]): Promise<number> {
	const { values } = parseArgs({ args: given, options: flags });
	if (values.help) {
		console.log(usage);
		return 0;
	}
	const sandbox = await startReportFlowSandbox({
		port: readNumber('port', values.port, 4020, 65_535),
		appKey: values['app-key'],
		secretKey: values['secret-key'],
		workspaceId: values['workspace-id'],
		webhookUrl: values['webhook-url'],
		jobDelayMs: readNumber('job-delay', values['job-delay'], 1000, 86_400_000),
		...(!values['no-limits'] && { requestsPerMinute: { sync: 30, other: 100 } }),
		knobs: Object.fromEntries((values.knob ?? []).map((text) => text.split('=', 2))) as Partial<Knobs>,
		log: (line) => console.log(`${new Date().toISOString()}  ${line}`),
	});
	const designs = sandbox.designs.map(
		({ id, label, versions }) => `${id}  ${label}, version ${versions.length}`,
	);
	console.log(`The sandbox stands in for ReportFlow at ${sandbox.url}

  One application key   Base URL ${sandbox.baseUrl.new}
                        Application key ${sandbox.appKey}
  Two keys              Base URL ${sandbox.baseUrl.old}
                        The same application key, and the secret key ${sandbox.secretKey}
  OAuth2                Issuer ${sandbox.url}/api/v1
                        Client ID ${sandbox.clientId}
                        Client secret ${sandbox.clientSecret}
  Designs               ${designs.join('\n                        ')}
  Told of files         ${values['webhook-url'] ?? 'nobody; give your webhook with --webhook-url'}

Ctrl-C stops it. More: npm run sandbox -- reportflow --help
`);
	await waitForInterrupt();
	await sandbox.close();
	return 0;
}
