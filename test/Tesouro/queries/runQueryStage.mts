import type { INodeExecutionData, IWorkflowSettings } from 'n8n-workflow';
import { flow, startStage, type Stage } from '../flow.mts';

export const ROWS_PER_DAY = 30;

export const ONE_DAY = { range: 'custom', from: '2026-01-05', to: '2026-01-05' };

export const ALL = { returnAll: true };

export let stage: Stage;

interface RunOptions {
	items?: INodeExecutionData[];
	settings?: IWorkflowSettings;
	onError?: 'continueRegularOutput';
	signal?: AbortSignal;
	credential?: Record<string, string>;
}

export const run = async (query: string, parameters: object, options: RunOptions = {}) => {
	const { items = [], settings, onError, signal, credential = stage.credentials.tesouro! } = options;
	return await stage.harness.runNode(
		{
			...flow({}, { name: 'Tesouro' }).nodes[1]!,
			...(onError && { onError }),
			parameters: { resource: 'report', operation: 'runQuery', query, ...parameters } as Record<
				string,
				string
			>,
		},
		items,
		{
			credentials: { ...stage.credentials, tesouro: credential },
			...(settings && { settings }),
			...(signal && { signal }),
		},
	);
};

interface Input {
	where: Record<string, unknown>;
	paging: { skip: number; take: number };
	orderBy?: unknown;
}

export const inputs = () =>
	stage.sandbox.requests.flatMap(({ graphql }) =>
		graphql ? [(graphql.variables as { input: Input }).input] : [],
	);

export const json = ({ items }: { items: INodeExecutionData[] }) => items.map((item) => item.json);

export const anotherId = 'ffffffff-ffff-4fff-8fff-ffffffffffff';

/** A sandbox and n8n for all tests of a file. */
export function useRunQueryStage(): void {
	beforeAll(async () => (stage = await startStage({ sandbox: { rowsPerDay: ROWS_PER_DAY } })));
	afterAll(async () => await stage.close());
	beforeEach(() => {
		stage.sandbox.configure({ knobs: { api: 'ok', graphql: 'ok', paging: 'ok', apiSchema: '2026' } });
		stage.sandbox.requests.length = 0;
	});
}
