import { startTriggerStage, TOKEN } from '../../test/ReportFlow/deliveries/triggerStage.mts';
import { deliver, type DeliveryOptions } from '../harness/deliver.mts';
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

/** How a delivery carries the token, right or wrong. */
type Carry = (url: string, token: string) => { url: string } & Pick<DeliveryOptions, 'headers'>;

const inPath: Carry = (url, token) => ({ url: url.replace(':token', token) });
const inHeader: Carry = (url, token) => ({ url, headers: { 'x-webhook-token': token } });
const nowhere: Carry = (url) => ({ url });

async function open(parameters: object, carry: Carry): Promise<Live> {
	const stage = await startTriggerStage();
	const workflow = await stage.activate(parameters);
	return {
		async good() {
			const body = stage.payload(await stage.make());
			const { url, ...options } = carry(workflow.url, TOKEN);
			return (await deliver(url, body, { ...options, from: GOOD_SOURCE })).status;
		},
		forged: (index) => ({
			...carry(workflow.url, `${TOKEN}x`),
			body: kinds[index % kinds.length]!(index),
		}),
		executions: () => workflow.executions,
		requests: () => stage.asked().length,
		close: async () => await stage.close(),
	};
}

export const reportFlowModes: Mode[] = [
	{
		trigger: 'ReportFlow',
		name: 'API alone',
		open: async () => await open({ authenticity: ['api'] }, nowhere),
	},
	{
		trigger: 'ReportFlow',
		name: 'token in the path',
		open: async () => await open({ authenticity: ['path'] }, inPath),
	},
	{
		trigger: 'ReportFlow',
		name: 'token in a header',
		open: async () => await open({ authenticity: ['header'] }, inHeader),
	},
	{
		trigger: 'ReportFlow',
		name: 'addresses',
		open: async () => await open({ authenticity: ['address'], addresses: GOOD_SOURCE }, nowhere),
	},
];
