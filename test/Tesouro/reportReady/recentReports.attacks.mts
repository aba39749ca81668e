import type { Attack } from '../../attacks/attack.mts';

const file = 'nodes/Tesouro/reportReady/recentReports.ts';

export const attacks: Attack[] = [
	{
		name: 'the same invented report again and again',
		title: 'a definite no is not asked again for a minute',
		file,
		line: "if ((reader.noes.get(key) ?? 0) > now) return 'unknown';",
		becomes: '',
	},
	{
		name: 'a thousand invented reports at once',
		title: 'deliveries beyond two hundred waiting ones are turned away, not kept',
		file,
		line: 'reader.waiting.size >= WAITING_AT_MOST',
		becomes: '(false as boolean)',
	},
	{
		name: 'invented reports, one after the other, that use up the API',
		title: 'a sequential flood costs thirty readings a minute',
		file,
		line: 'reader.nextAt = after + BETWEEN_READINGS_MS;',
		becomes: 'reader.nextAt = after + BETWEEN_READINGS_MS / 10;',
	},
	{
		name: 'invented reports that have every page read',
		title: 'further pages are read rarely; until then the answer is open',
		file,
		line: 'seen === tesouro.pageSize && !mayReadFurther',
		becomes: 'seen === tesouro.pageSize && !mayReadFurther && (false as boolean)',
	},
];
