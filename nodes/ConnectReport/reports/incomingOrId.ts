import type { INodeProperties } from 'n8n-workflow';

interface Choice {
	/** What is chosen, as the panel calls it. */
	what: string;
	/** The name of the field that holds its ID. */
	idField: string;
	placeholder: string;
	/** What the incoming item may be. */
	incoming: string;
}

/** Where a step finds what it works on: in the incoming item, or by an ID. */
export const incomingOrId = ({ what, idField, placeholder, incoming }: Choice): INodeProperties[] => [
	{
		displayName: what,
		name: 'from',
		type: 'options',
		default: 'event',
		options: [
			{ name: 'From the Incoming Item', value: 'event', description: incoming },
			{ name: 'By ID', value: 'id' },
		],
	},
	{
		displayName: `${what} ID`,
		name: idField,
		type: 'string',
		required: true,
		default: '',
		placeholder,
		displayOptions: { show: { from: ['id'] } },
	},
];
