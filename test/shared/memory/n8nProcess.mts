import type {
	ICheckProcessedContextData,
	IDataDeduplicator,
	IExecuteFunctions,
	INode,
	NodeExecutionHint,
} from 'n8n-workflow';
import { clock } from '../../../nodes/shared/run/clock';

interface Modules {
	clock: typeof import('../../../nodes/shared/run/clock');
	takeEvent: typeof import('../../../nodes/shared/deliveries/takeEvent');
	takenEvents: typeof import('../../../nodes/shared/deliveries/takenEvents');
	thisProcess: typeof import('../../../nodes/shared/memory/thisProcess');
	locked: typeof import('../../../nodes/shared/memory/locked');
	slots: typeof import('../../../nodes/shared/memory/slots');
	ownRow: typeof import('../../../nodes/shared/memory/ownRow');
}

/** One process of n8n, as far as the memory of events can tell: its own modules, the shared database, the test's clock. */
export class N8nProcess {
	readonly warnings: string[] = [];
	readonly modules: Modules;

	constructor(private readonly database: IDataDeduplicator) {
		let modules: Modules | undefined;
		jest.isolateModules(() => {
			modules = {
				clock: require('../../../nodes/shared/run/clock'),
				takeEvent: require('../../../nodes/shared/deliveries/takeEvent'),
				takenEvents: require('../../../nodes/shared/deliveries/takenEvents'),
				thisProcess: require('../../../nodes/shared/memory/thisProcess'),
				locked: require('../../../nodes/shared/memory/locked'),
				slots: require('../../../nodes/shared/memory/slots'),
				ownRow: require('../../../nodes/shared/memory/ownRow'),
			} as Modules;
		});
		this.modules = modules!;
		this.modules.clock.clock.now = () => clock.now();
		this.modules.clock.clock.pause = async (ms, signal) => await clock.pause(ms, signal);
	}

	/** Regular mode: the process that receives deliveries runs them. */
	receives(): this {
		this.modules.thisProcess.noteThatItReceives();
		return this;
	}

	context(executionId: number | string, { mode = 'webhook', options = {}, nodeId = 'trigger' } = {}) {
		const node = { id: nodeId, name: 'Trigger' } as INode;
		const workflow = { id: 'workflow' };
		const hints: NodeExecutionHint[] = [];
		const { database } = this;
		const owner = { workflow, node } as unknown as ICheckProcessedContextData;
		const context = {
			hints,
			getMode: () => mode,
			getNode: () => ({ ...node }),
			getWorkflow: () => workflow,
			getExecutionId: () => String(executionId),
			getExecuteData: () => ({ node, data: {}, source: null }),
			getNodeParameter: (name: string, _: number, fallback: unknown) =>
				(options as Record<string, unknown>)[name.replace('options.', '')] ?? fallback,
			addExecutionHints: (...more: NodeExecutionHint[]) => hints.push(...more),
			logger: { warn: (text: string) => this.warnings.push(text), info: () => undefined },
			helpers: {
				checkProcessedAndRecord: async (items, scope, checks) =>
					await database.checkProcessedAndRecord(items, scope, owner, checks),
				removeProcessed: async (items, scope, checks) =>
					await database.removeProcessed(items, scope, owner, checks),
				getProcessedDataCount: async (scope, checks) =>
					await database.getProcessedDataCount(scope, owner, checks),
				clearAllProcessedItems: async (scope, checks) =>
					await database.clearAllProcessedItems(scope, owner, checks),
			} satisfies Partial<IExecuteFunctions['helpers']>,
		};
		return context as unknown as IExecuteFunctions & { hints: NodeExecutionHint[] };
	}

	/** Whether an execution of this id may go on with the event. */
	async takes(eventId: string, executionId: number | string, settings: object = {}): Promise<boolean> {
		const context = this.context(executionId, settings);
		return (await this.modules.takeEvent.takeEvent(context, [{ json: {} }], eventId)).length > 0;
	}
}
