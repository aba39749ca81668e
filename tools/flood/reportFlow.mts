import { startTriggerStage, TOKEN } from '../../test/ReportFlow/deliveries/triggerStage.mts';
import { deliver } from '../harness/deliver.mts';
import { GOOD_SOURCE, type Live, type Mode } from './mode.mts';

const invented = '00000000-0000-4000-8000-';
const idOf = (index: number) => `${invented}${String(index).padStart(12, '0')}`;

/** In turns: a request that nobody made, a file that nobody made, a path, no files, no JSON. */
const kinds: Array<(index: number) => unknown> = [
	(index) => ({ event: 'file.completed', requestId: `invented-${index}`, files: [{ fileId: idOf(index) }] }),
	(index) => ({ event: 'file.completed', requestId: idOf(index), files: [{ fileId: idOf(index + 1) }] }),
	(index) => ({ event: 'file.completed', workspaceId: 'x', files: [{ fileId: 'x', uuid: idOf(index) }] }),
	(index) => ({ event: 'file.completed', requestId: `../${index}`, files: [{ fileId: '..' }] }),
	(index) => ({ event: 'file.completed', requestId: `invented-${index}`, files: [] }),
	(index) => `{"requestId":"${index}`,
];

async function open(parameters: object, wrongToken: (url: string) => string): Promise<Live> {
	const stage = await startTriggerStage();
	const workflow = await stage.activate(parameters);
	return {
		async good() {
			const body = stage.payload(await stage.make());
			return (await deliver(workflow.url.replace(':token', TOKEN), body, { from: GOOD_SOURCE })).status;
		},
		forged: (index) => ({ url: wrongToken(workflow.url), body: kinds[index % kinds.length]!(index) }),
		executions: () => workflow.executions,
		requests: () => stage.asked().length,
		close: async () => await stage.close(),
	};
}

const asItIs = (url: string) => url;

export const reportFlowModes: Mode[] = [
	{
		trigger: 'ReportFlow',
		name: 'API alone',
		open: async () => await open({ authenticity: ['api'] }, asItIs),
	},
	{
		trigger: 'ReportFlow',
		name: 'token in the path',
		open: async () => await open({ authenticity: ['path'] }, (url) => url.replace(':token', `${TOKEN}x`)),
	},
	{
		trigger: 'ReportFlow',
		name: 'addresses',
		open: async () => await open({ authenticity: ['address'], addresses: GOOD_SOURCE }, asItIs),
	},
];
