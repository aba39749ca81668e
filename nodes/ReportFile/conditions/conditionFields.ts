import type { INodeProperties } from 'n8n-workflow';
import { columnField } from '../panel/fields';

/** Which rows to take, as one and the same field for all operations. */
export const conditionFields: INodeProperties[] = [
	{
		displayName: 'Conditions',
		name: 'conditions',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add condition',
		default: {},
		description: 'Without any, all rows are taken',
		options: [
			{
				displayName: 'Condition',
				name: 'condition',
				values: [
					columnField({
						displayName: 'Column Name or ID',
						name: 'column',
						description: 'The column to look at.',
					}),
					{
						displayName: 'Operator',
						name: 'operator',
						type: 'options',
						default: 'is',
						options: [
							{ name: 'Contains', value: 'contains' },
							{ name: 'Is', value: 'is' },
							{ name: 'Is at Least', value: 'atLeast' },
							{ name: 'Is at Most', value: 'atMost' },
							{ name: 'Is Between', value: 'between' },
							{ name: 'Is Blank', value: 'blank' },
							{ name: 'Is In', value: 'in' },
							{ name: 'Is Not', value: 'isNot' },
							{ name: 'Is Not Blank', value: 'notBlank' },
							{ name: 'Starts With', value: 'startsWith' },
						],
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description:
							'For "Is In", several with commas between them. Numbers are compared as numbers, ISO dates by time.',
						displayOptions: { hide: { operator: ['blank', 'notBlank'] } },
					},
					{
						displayName: 'Up To',
						name: 'upTo',
						type: 'string',
						default: '',
						description: 'The upper end, which is included, as is the lower one',
						displayOptions: { show: { operator: ['between'] } },
					},
				],
			},
		],
	},
	{
		displayName: 'Rows Must Meet',
		name: 'match',
		type: 'options',
		default: 'all',
		options: [
			{ name: 'All Conditions', value: 'all' },
			{ name: 'Any Condition', value: 'any' },
		],
	},
];
