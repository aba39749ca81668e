import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { clock } from '../../shared/run/clock';
import { lookAgain, lookingSince } from '../../shared/run/patientLook';
import type { Settings } from './settings';

const ONE_MINUTE_MS = 60_000;
const LONGEST_PAUSE_MS = 10 * ONE_MINUTE_MS;

const deadlineOf = (context: IExecuteFunctions, { minutesAtMost }: Settings) =>
	lookingSince(context) + minutesAtMost * ONE_MINUTE_MS;

export const isTimeUp = (context: IExecuteFunctions, settings: Settings): boolean =>
	clock.now() >= deadlineOf(context, settings);

/** Nothing comes out in this look; the node looks again later. */
export function waitFor(context: IExecuteFunctions, settings: Settings): INodeExecutionData[] {
	lookAgain(context, deadlineOf(context, settings), LONGEST_PAUSE_MS);
	return [];
}
