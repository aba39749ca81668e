import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readNumber } from '../Tesouro/cliOptions.mts';
import { waitForInterrupt } from '../waitForInterrupt.mts';
import { describeKnobs, type Knobs } from './knobs.mts';
import { startConnectReportSandbox, type ConnectReportSandbox } from './sandbox.mts';

const usage = `npm run sandbox -- connectreport
    Stand in for a ConnectReport server on this machine until Ctrl-C. Its tasks run every --every seconds.

Flags
    --port N                  listen here (default 4700)
    --path-prefix PATH        lie below this path, like /reporting
    --api-key KEY             the API key (default: random)
    --tls                     a certificate that vouches for itself
    --ca-file FILE            write that certificate here
    --pre-callback-url URL    who is told before a task begins
    --post-callback-url URL   who is told when a task has completed
    --every SECONDS           run each task so often (default 60; 0 never runs one)
    --fail N                  let every Nth run fail (default: none)
    --render MS               how long a render job takes (default 1000)
    --knob NAME=VALUE         differ; may be repeated

Knobs
    ${describeKnobs().join('\n    ')}
`;

const flags = {
	port: { type: 'string' },
	'path-prefix': { type: 'string' },
	'api-key': { type: 'string' },
	tls: { type: 'boolean', default: false },
	'ca-file': { type: 'string' },
	'pre-callback-url': { type: 'string' },
	'post-callback-url': { type: 'string' },
	every: { type: 'string' },
	fail: { type: 'string' },
	render: { type: 'string' },
	knob: { type: 'string', multiple: true },
	help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Run the ConnectReport sandbox until somebody interrupts it. */
export async function serveConnectReport(given: string[]): Promise<number> {
	const { values } = parseArgs({ args: given, options: flags });
	if (values.help) {
		console.log(usage);
		return 0;
	}
	const sandbox = await startConnectReportSandbox({
		port: readNumber('port', values.port, 4700, 65_535),
		pathPrefix: values['path-prefix'],
		apiKey: values['api-key'],
		tls: values.tls ? 'self-signed' : 'none',
		preCallbackUrl: values['pre-callback-url'],
		postCallbackUrl: values['post-callback-url'],
		renderMs: readNumber('render', values.render, 1000, 86_400_000),
		taskMs: 500,
		knobs: Object.fromEntries((values.knob ?? []).map((text) => text.split('=', 2))) as Partial<Knobs>,
		log: (line) => console.log(`${new Date().toISOString()}  ${line}`),
	});
	if (values['ca-file'] && sandbox.caCertificate) await writeFile(values['ca-file'], sandbox.caCertificate);
	const tasks = sandbox.tasks.map(({ id, title, tags }) => `${id}  ${title}, tagged ${tags.join(', ')}`);
	console.log(`The sandbox stands in for ConnectReport at ${sandbox.url}

  API key       ${sandbox.apiKey}
  Report tasks  ${tasks.join('\n                ')}
  Pre           ${values['pre-callback-url'] ?? 'nobody is told; give a URL with --pre-callback-url'}
  Post          ${values['post-callback-url'] ?? 'nobody is told; give a URL with --post-callback-url'}

Ctrl-C stops it. More: npm run sandbox -- connectreport --help
`);
	const every = readNumber('every', values.every, 60, 86_400) * 1000;
	const timer = runAll(sandbox, every, readNumber('fail', values.fail, 0, 1_000_000));
	await waitForInterrupt();
	clearInterval(timer);
	await sandbox.close();
	return 0;
}

/** Runs all tasks now, and again and again. */
function runAll(sandbox: ConnectReportSandbox, everyMs: number, failEvery: number) {
	if (everyMs === 0) return undefined;
	let runs = 0;
	const run = () => {
		for (const task of sandbox.tasks.filter(({ frequency }) => frequency !== 'Once - now')) {
			const isFailure = failEvery > 0 && ++runs % failEvery === 0;
			void sandbox.run(task, isFailure ? { fails: 'the data connection did not answer' } : {});
		}
	};
	run();
	return setInterval(run, everyMs);
}
