import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'forged deliveries that each cost a V8 isolate',
		title: 'no delivery to the ReportFlow Trigger needs an expression evaluated',
		file: 'nodes/ReportFlow/deliveries/webhookPath.ts',
		line: 'template: path,',
		becomes: "template: '',",
	},
	{
		name: 'a path that takes any token, for a trigger that wants it elsewhere',
		title:
			'with {"authenticity":["header"]} n8n lists 5f2b6a9c/webhook, whether it evaluates the expressions or not',
		file: 'nodes/ReportFlow/deliveries/webhookPath.ts',
		line: "takesPathToken(parameters) ? ':token' : 'webhook'",
		becomes: "parameters ? ':token' : 'webhook'",
	},
];
