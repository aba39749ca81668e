import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'what a callback says beyond what ConnectReport confirmed',
		title: 'a report event repeats of a delivery without proof only what ConnectReport confirmed',
		file: 'nodes/ConnectReport/deliveries/toReportEvent.ts',
		line: 'isBodyTrusted ? callback.task : (confirmed ?? {})',
		becomes: 'callback.task',
	},
	{
		name: 'the reason of a failure that a stranger made up',
		title: 'a report event repeats of a delivery without proof only what ConnectReport confirmed',
		file: 'nodes/ConnectReport/deliveries/toReportEvent.ts',
		line: 'if (!isBodyTrusted) return leftOut;',
		becomes: '',
	},
	{
		name: 'the payload of a stranger',
		title: 'a report event repeats of a delivery without proof only what ConnectReport confirmed',
		file: 'nodes/ConnectReport/deliveries/toReportEvent.ts',
		line: '(isBodyTrusted && payload !== undefined && { payload })',
		becomes: '(payload !== undefined && { payload })',
	},
	{
		name: 'what a stranger writes, carried into the execution',
		title: 'a delivery without proof is kept as the IDs and the title that it takes to ask about it',
		file: 'nodes/ConnectReport/deliveries/received.ts',
		line: 'isTrusted ? callback : onlyIds(callback)',
		becomes: 'callback',
	},
	{
		name: 'the payload of a stranger, carried into the execution',
		title: 'a delivery without proof is kept as the IDs and the title that it takes to ask about it',
		file: 'nodes/ConnectReport/deliveries/received.ts',
		line: '(isTrusted && !leavesOutPayload && { payload: raw })',
		becomes: '(!leavesOutPayload && { payload: raw })',
	},
];
