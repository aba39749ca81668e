import { startTriggerStage, TOKEN, withQuery } from '../../test/ConnectReport/deliveries/triggerStage.mts';
import { deliver, type DeliveryOptions } from '../harness/deliver.mts';
import { GOOD_SOURCE, type Live, type Mode, type Post } from './mode.mts';

/** How a delivery carries the token, right or wrong. */
type Carry = (url: string, token: string) => { url: string } & Pick<DeliveryOptions, 'headers'>;

const inQuery: Carry = (url, token) => ({ url: withQuery(url, token) });
const inHeader: Carry = (url, token) => ({ url, headers: { 'x-webhook-token': token } });
const nowhere: Carry = (url) => ({ url });

async function open(parameters: object, carry: Carry): Promise<Live> {
	const stage = await startTriggerStage();
	const workflow = await stage.activate(parameters);
	let runs = 0;
	return {
		async good() {
			// A task of its own: a callback says nothing of the run, and the same again a moment later is a redelivery.
			const task = stage.sandbox.addTask({ title: `Flooded ${runs++}` });
			const report = (await stage.sandbox.run(task))!;
			const body = stage.sandbox.callback(task, { report, outcome: {} });
			const { url, ...options } = carry(workflow.url, TOKEN);
			return (await deliver(url, body, { ...options, from: GOOD_SOURCE })).status;
		},
		forged: (index) => ({
			...carry(workflow.url, `${TOKEN}x`),
			body: forgedBody(stage.sandbox.callback(stage.sandbox.tasks[0]!, { outcome: {} }), index),
		}),
		executions: () => workflow.executions,
		requests: () => stage.asked().length,
		close: async () => await stage.close(),
	};
}

/** In turns: a task that nobody made, one without IDs, a failure that nobody had, a path, no JSON. */
function forgedBody(genuine: object, index: number): Post['body'] {
	const { reportTask } = genuine as { reportTask: object };
	const invented = { id: `invented-${index}`, reportTaskId: `invented-task-${index}` };
	const kinds: unknown[] = [
		{ ...genuine, reportTask: { ...reportTask, ...invented } },
		{ ...genuine, reportTask: { title: `invented ${index}` } },
		{ ...genuine, status: 'failure', reportTask: { ...reportTask, ...invented } },
		{ ...genuine, reportTask: { ...reportTask, id: `../${index}`, reportTaskId: '..' } },
		`{"reportTask":"${index}`,
	];
	return kinds[index % kinds.length];
}

export const connectReportModes: Mode[] = [
	{
		trigger: 'ConnectReport',
		name: 'API alone',
		open: async () => await open({ authenticity: ['api'] }, nowhere),
	},
	{
		trigger: 'ConnectReport',
		name: 'token in the URL',
		open: async () => await open({ authenticity: ['query'] }, inQuery),
	},
	{
		trigger: 'ConnectReport',
		name: 'token in a header',
		open: async () => await open({ authenticity: ['header'] }, inHeader),
	},
	{
		trigger: 'ConnectReport',
		name: 'addresses',
		open: async () => await open({ authenticity: ['address'], addresses: GOOD_SOURCE }, nowhere),
	},
];
