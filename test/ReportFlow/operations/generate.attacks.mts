import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a generation that may have run, sent again',
		title: 'when the answer is lost',
		file: 'nodes/ReportFlow/api/persist.ts',
		line: "(method === 'GET' || !failure.outcomeUnknown)",
		becomes: '(true as boolean)',
	},
	{
		name: 'a generation that may have run, sent again on a retry of the node',
		title: 'when the answer is lost',
		file: 'nodes/ReportFlow/generate/jobs.ts',
		line: '\tremember(context, job);\n',
		becomes: '',
	},
	{
		name: 'data to get back that makes the answer too large to be read',
		title: 'is refused by generate before anything is billed',
		file: 'nodes/ReportFlow/generate/answerHeaders.ts',
		line: 'if (mappingBytesOf(request) <= MAPPING_BYTES_AT_MOST) return;',
		becomes: 'if (request !== undefined) return;',
	},
];
