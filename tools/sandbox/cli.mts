import { readCliOptions, usage } from './Tesouro/cliOptions.mts';
import { serveConnectReport } from './ConnectReport/serve.mts';
import { deliverOnce } from './Tesouro/deliverOnce.mts';
import { notifyOnce } from './Tesouro/notifyOnce.mts';
import { serveReportFlow } from './ReportFlow/serve.mts';
import { serve } from './Tesouro/serve.mts';

/** The command line of the sandbox; see `--help`. */
async function run(): Promise<number> {
	if (process.argv[2] === 'reportflow') return serveReportFlow(process.argv.slice(3));
	if (process.argv[2] === 'connectreport') return serveConnectReport(process.argv.slice(3));
	const options = readCliOptions(process.argv.slice(2));
	if (options.event?.startsWith('tesouro.notification.')) return notifyOnce(options);
	if (options.command === 'deliver') return deliverOnce(options);
	if (options.command === 'serve') return serve(options);
	console.log(usage);
	return 0;
}

run().then(
	(exitCode) => (process.exitCode = exitCode),
	(error: Error) => {
		console.error(`${error.message}\nMore: npm run sandbox -- --help`);
		process.exitCode = 2;
	},
);
