import type { INodeProperties } from 'n8n-workflow';
import { columnField } from '../panel/fields';

const operatorField: INodeProperties = {
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
};

const matchField: INodeProperties = {
	displayName: 'Rows Must Meet',
	name: 'match',
	type: 'options',
	default: 'all',
	options: [
		{ name: 'All Conditions', value: 'all' },
		{ name: 'Any Condition', value: 'any' },
	],
};

/** Which rows to take: the same fields in each operation that selects rows. */
export const conditionFields: INodeProperties[] = [
	{
		displayName: 'Conditions',
		name: 'conditions',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add condition',
		default: {},
		description: 'Leave empty to take all rows',
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
					operatorField,
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description:
							'For "Is In", separate several values with commas. "Is at Least", "Is at Most" and "Is Between" compare numbers as numbers and ISO dates by time.',
						displayOptions: { hide: { operator: ['blank', 'notBlank'] } },
					},
					{
						displayName: 'Up To',
						name: 'upTo',
						type: 'string',
						default: '',
						description: 'The upper end. Both ends are included.',
						displayOptions: { show: { operator: ['between'] } },
					},
				],
			},
		],
	},
	matchField,
];
