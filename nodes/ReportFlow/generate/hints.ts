import type { INodeExecutionData } from 'n8n-workflow';
import { withoutHtml, type Hint } from '../../shared/run/hints';
import { z } from '../../shared/vendor/zod';
import { shorten } from './compareWithDesign';

/** With "continue on fail" an item goes on as it came, and may hold anything under the same names. */
const Warned = z.object({
	details: z.object({
		unknownParameters: z.array(z.string()).optional(),
		missingParameters: z.array(z.string()).optional(),
		notCompared: z.string().optional(),
		plan: z.object({ message: z.string() }).optional().catch(undefined),
	}),
});

/** What ReportFlow does not complain of: names that the design does not know, and blanks. And what it says of the plan. */
export function generateHints(items: INodeExecutionData[]): Hint[] {
	const all = items.flatMap(({ json }) => {
		const { data } = Warned.safeParse(json);
		return data === undefined ? [] : [data.details];
	});
	const named = (key: 'unknownParameters' | 'missingParameters') => [
		...new Set(all.flatMap((details) => details[key] ?? [])),
	];
	const [unknown, missing] = [named('unknownParameters'), named('missingParameters')];
	const plan = all.map((details) => details.plan?.message).findLast(Boolean);
	const notCompared = all.map((details) => details.notCompared).find(Boolean);
	const warnings = [
		unknown.length > 0
			? `The design does not know ${list(unknown)}: ${unknown.length > 1 ? 'these values are' : 'this value is'} not in the PDF`
			: '',
		missing.length > 0
			? `No value was given for ${list(missing)}: the PDF is blank in ${missing.length > 1 ? 'these places' : 'this place'}`
			: '',
		notCompared === undefined
			? ''
			: `The names of the parameters could not be compared with the design: ${plain(notCompared)}`,
	]
		.filter((message) => message !== '')
		.map((message): Hint => ({ message, type: 'warning' }));
	return plan === undefined
		? warnings
		: [...warnings, { message: `ReportFlow says: ${plain(plan)}`, type: 'info' }];
}

const list = (names: string[]) => shorten(names.map(plain));

const plain = (text: string) => withoutHtml(text).slice(0, 300);
