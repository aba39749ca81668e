import {
	NodeHelpers,
	Workflow,
	type INode,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
} from 'n8n-workflow';
import { ConnectReportTrigger } from '../../../nodes/ConnectReport/ConnectReportTrigger.node';
import { ReportFlowTrigger } from '../../../nodes/ReportFlow/ReportFlowTrigger.node';
import { TesouroTrigger } from '../../../nodes/Tesouro/TesouroTrigger.node';

/** Where n8n 2.41 finds what it takes instead of an expression. */
const RESOLVERS = Symbol.for('n8n.webhookDescriptionResolvers');
interface Resolver {
	template: string;
	resolve(parameters: INodeParameters): unknown;
}
const resolversOf = (webhook: object) =>
	((webhook as Record<symbol, unknown>)[RESOLVERS] ?? {}) as Record<string, Resolver>;

const webhookId = '5f2b6a9c';
const trigger: INodeType = new ReportFlowTrigger();
const [webhook] = trigger.description.webhooks!;

const withParameters = (parameters: INodeParameters) => {
	const node: INode = {
		id: 'id',
		name: 'Trigger',
		type: 'reportFlowTrigger',
		typeVersion: 2,
		position: [0, 0],
		webhookId,
		parameters,
	};
	const nodeTypes = { getByNameAndVersion: () => trigger } as unknown as INodeTypes;
	// It fills in the defaults, as for a delivery.
	return new Workflow({ id: 'w', nodes: [node], connections: {}, active: true, nodeTypes });
};

it.each<[INodeParameters, string]>([
	[{}, `${webhookId}/:token`],
	...['api', 'header', 'address', 'none'].map((way): [INodeParameters, string] => [
		{ authenticity: [way] },
		`${webhookId}/webhook`,
	]),
	[{ authenticity: ['path'] }, `${webhookId}/:token`],
	[{ authenticity: ['api', 'path', 'address'] }, `${webhookId}/:token`],
])('with %j n8n lists %s, whether it evaluates the expressions or not', (parameters, expected) => {
	const workflow = withParameters(parameters);
	const node = workflow.getNode('Trigger')!;
	const evaluate = (value: string | boolean | undefined) =>
		workflow.expression.getSimpleParameterValue(node, value, 'internal', {});
	const [path, isFullPath] = [evaluate(webhook!.path), evaluate(webhook!.isFullPath)];
	expect(NodeHelpers.getNodeWebhookPath('w', node, String(path), isFullPath === true)).toBe(expected);

	const resolvers = resolversOf(webhook!);
	const resolve = (field: string) => resolvers[field]!.resolve(node.parameters);
	expect(
		NodeHelpers.getNodeWebhookPath('w', node, String(resolve('path')), resolve('isFullPath') === true),
	).toBe(expected);
});

it.each<[string, INodeType]>([
	['ReportFlow', trigger],
	['ConnectReport', new ConnectReportTrigger()],
	['Tesouro', new TesouroTrigger()],
])('no delivery to the %s Trigger needs an expression evaluated', (_, { description }) => {
	expect(description.version).toBe(2);
	for (const entry of description.webhooks!) {
		const expressions = Object.entries(entry).filter(
			([, value]) => typeof value === 'string' && value.startsWith('='),
		);
		for (const [field, value] of expressions) expect(resolversOf(entry)[field]?.template).toBe(value);
	}
});
