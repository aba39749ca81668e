import { randomUUID } from 'node:crypto';
import { startChatModel, type ChatModel } from '../../tools/sandbox/destinations/chatModel.mts';
import { outputOf, wordsOf } from './liveWorkflow.mts';
import { runManually } from './manualRun.mts';
import { startStage, type Stage } from './stage.mts';

/** The funding of a week, added up in cents: what a model that can count says. */
const sumOf = (rows: string): number =>
	[...rows.matchAll(/"fundingNetAmount":\s*"?(-?\d+(?:\.\d+)?)/g)].reduce(
		(sum, [, amount]) => sum + Math.round(Number(amount) * 100),
		0,
	);

let stage: Stage;
let model: ChatModel;
let received = '';
beforeAll(async () => {
	stage = await startStage();
	model = await startChatModel({
		arguments: { Period: 'lastWeek' },
		answer: (result) => {
			received = result;
			return `You got paid ${(sumOf(result) / 100).toFixed(2)} last week.`;
		},
	});
});
afterAll(async () => {
	await model.close();
	await stage.close();
});

const node = (name: string, type: string, typeVersion: number, parameters: object, more: object = {}) => ({
	...{ id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters },
	...more,
});
const to = (name: string, kind: string) => ({ [kind]: [[{ node: name, type: kind, index: 0 }]] });

it('an agent answers "How much did we get paid last week?" with a query of Tesouro as its tool', async () => {
	const { n8n, credentials } = stage;
	const openAi = await n8n.createCredential({
		name: 'Scripted model',
		type: 'openAiApi',
		data: { apiKey: 'none', url: model.url, header: false },
	});
	const id = await n8n.createWorkflow({
		name: 'Agent',
		settings: { executionOrder: 'v1' },
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node('Agent', '@n8n/n8n-nodes-langchain.agent', 2, {
				promptType: 'define',
				text: 'How much did we get paid last week?',
			}),
			node(
				'Model',
				'@n8n/n8n-nodes-langchain.lmChatOpenAi',
				1.2,
				{ model: { __rl: true, mode: 'id', value: 'scripted' } },
				{ credentials: { openAiApi: { id: openAi, name: 'Scripted model' } } },
			),
			node(
				'Funding',
				'n8n-nodes-report-delivery.tesouroTool',
				1,
				{
					resource: 'report',
					operation: 'runQuery',
					query: 'fundingSummaries',
					range: "={{ $fromAI('Period', 'yesterday, lastWeek or lastMonth') }}",
					daysOf: 'fundsReleaseDate',
				},
				{ credentials: { tesouroApi: credentials.tesouroApi } },
			),
		],
		connections: {
			Start: to('Agent', 'main'),
			Model: to('Agent', 'ai_languageModel'),
			Funding: to('Agent', 'ai_tool'),
		},
	});
	const execution = await runManually(n8n, id, 'Start');
	expect(wordsOf(execution)).toBe('');
	expect(model.tools).toHaveLength(1);
	expect(model.tools[0]!.function).toMatchObject({
		description: expect.any(String),
		parameters: { properties: { Period: { description: 'yesterday, lastWeek or lastMonth' } } },
	});
	expect(sumOf(received)).toBeGreaterThan(0);
	const asked = stage.sandbox.requests.filter(({ graphql }) => graphql?.operationName !== undefined);
	expect(asked).toHaveLength(1);
	expect(outputOf(execution, 'Agent')?.[0]?.json['output']).toBe(
		`You got paid ${(sumOf(received) / 100).toFixed(2)} last week.`,
	);
});
