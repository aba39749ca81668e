import type { INodeProperties } from 'n8n-workflow';

/** Options of every trigger, in alphabetical order with its own: what happened to deliveries. */
export const recentDeliveriesOption: INodeProperties = {
	displayName: 'Recent Deliveries Name or ID',
	name: 'recentDeliveries',
	type: 'options',
	noDataExpression: true,
	typeOptions: { loadOptionsMethod: 'getRecentDeliveries' },
	default: '',
	description:
		'The last 20 deliveries to triggers with this credential in this n8n process, and why they were refused. For information only: your choice changes nothing. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

export const refusedDeliveriesOption: INodeProperties = {
	displayName: 'Refused Deliveries',
	name: 'refusedDeliveries',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		'Whether refused deliveries start the workflow at a second output, Refused, with the reason. Each reason does so once an hour, and all together five times an hour.',
};

/** The second output is there where the user wants it. */
export const triggerOutputs =
	'={{ $parameter["options"] && $parameter["options"]["refusedDeliveries"] ? [{ type: "main", displayName: "Events" }, { type: "main", displayName: "Refused" }] : ["main"] }}' as const;

export const plainHttpOption: INodeProperties = {
	displayName: 'Allow Plain HTTP',
	name: 'allowHttp',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		'Whether to allow publishing at an address that starts with http://. Anyone on the way can then read deliveries and tokens. Only for tests, or in a network that you trust.',
};
