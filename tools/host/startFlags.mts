import { parseArgs } from 'node:util';
import { HostProblem } from './npm.mts';

export const HELP = `Runs the main job on a real n8n of its own, on this machine only.

  npm start -- [options]

  --exit      end after the job; the exit code says whether the stored file is equal
  --port N    the port of n8n's editor (5678)
  --rows N    how many rows the report has (100000)
  --help      this text

n8n is installed once, into ~/.cache/n8n-nodes-report-delivery or the folder that N8N_HOST_FOLDER names.`;

export interface Flags {
	isExit: boolean;
	isHelp: boolean;
	port: number;
	rows: number;
}

function wholeNumber(name: string, text: string, most: number): number {
	const value = Number(text);
	if (!/^\d+$/.test(text) || value < 1 || value > most)
		throw new HostProblem(`--${name} wants a whole number from 1 to ${most}, not "${text}".`);
	return value;
}

export function readFlags(): Flags {
	const flag = { type: 'boolean', default: false } as const;
	try {
		const { values } = parseArgs({
			options: {
				exit: flag,
				help: flag,
				port: { type: 'string', default: '5678' },
				rows: { type: 'string', default: '100000' },
			},
		});
		return {
			isExit: values.exit,
			isHelp: values.help,
			port: wholeNumber('port', values.port, 65_535),
			rows: wholeNumber('rows', values.rows, 100_000_000),
		};
	} catch (error) {
		if (error instanceof TypeError) throw new HostProblem(`${error.message}\n\n${HELP}`);
		throw error;
	}
}
