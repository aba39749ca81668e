import { randomUUID } from 'node:crypto';
import { resources as connectReport } from '../../nodes/ConnectReport/operations';
import { resources as openPgp } from '../../nodes/OpenPgp/operations';
import { resources as reportFile } from '../../nodes/ReportFile/operations';
import { resources as reportFlow } from '../../nodes/ReportFlow/operations';
import { resources as tesouro } from '../../nodes/Tesouro/operations';
import type { WorkflowJson } from '../../tools/host/n8nApi.mts';

type FlowNode = WorkflowJson['nodes'][number];

/** The nodes of one type, each as somebody sees it who just chose an event or an action and a credential. */
export interface PanelSet {
	name: string;
	nodes: FlowNode[];
}

/** The credential type of each node; the node holds it where it wants one. */
export type CredentialIds = Record<string, { id: string; name: string }>;

/** The node classes say it; `nodes.test.mts` sees that n8n loads them. */
const newestVersion = (type: string) => (type.endsWith('Trigger') ? 2 : 1);

const COLUMNS = 4;
const position = (index: number) => [(index % COLUMNS) * 320, Math.floor(index / COLUMNS) * 200];

const node = (
	type: string,
	index: number,
	name: string,
	credential: object,
	parameters: object,
): FlowNode => ({
	id: randomUUID(),
	name,
	type: `n8n-nodes-report-delivery.${type}`,
	typeVersion: newestVersion(type),
	position: position(index),
	parameters,
	credentials: credential,
	...(type.endsWith('Trigger') && { webhookId: randomUUID() }),
});

const triggers: Record<string, Record<string, object>> = {
	tesouroTrigger: {
		'report ready, signature': {},
		'report ready, API': { authenticity: 'api' },
		'report ready, none': { authenticity: 'none' },
		notifications: { event: 'notifications', eventTypes: ['ACCOUNT_STATUS_CHANGED'] },
	},
	reportFlowTrigger: {
		path: {},
		'path and API': { authenticity: ['path', 'api'] },
		API: { authenticity: ['api'] },
		addresses: { authenticity: ['address'] },
		none: { authenticity: ['none'] },
	},
	connectReportTrigger: {
		token: {},
		'token and API': { authenticity: ['query', 'api'] },
		API: { authenticity: ['api'] },
		addresses: { authenticity: ['address'] },
		none: { authenticity: ['none'] },
	},
};

const actions = { tesouro, connectReport, reportFlow, openPgp, reportFile };

/** Every panel of the package: each way to set up a trigger, and each operation. */
export function panelSets(credentials: CredentialIds): PanelSet[] {
	const credentialOf = (type: string) => {
		const name = `${type.replace('Trigger', '')}${type === 'openPgp' ? 'KeyApi' : 'Api'}`;
		return credentials[name] === undefined ? {} : { [name]: credentials[name] };
	};
	const ofTriggers = Object.entries(triggers).map(([type, modes]) => ({
		name: type,
		nodes: Object.entries(modes).map(([mode, parameters], index) =>
			node(type, index, `${type}-${mode.replace(/\W+/g, '-')}`, credentialOf(type), parameters),
		),
	}));
	const ofActions = Object.entries(actions).map(([type, resources]) => ({
		name: type,
		nodes: resources
			.flatMap((resource) => resource.operations.map((operation) => ({ resource, operation })))
			.map(({ resource, operation }, index) =>
				node(type, index, `${type}-${resource.value}-${operation.value}`, credentialOf(type), {
					resource: resource.value,
					operation: operation.value,
				}),
			),
	}));
	return [...ofTriggers, ...ofActions];
}
