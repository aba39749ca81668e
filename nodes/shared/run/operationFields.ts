import type { INodeProperties, INodePropertyOptions, NodeParameterValue } from 'n8n-workflow';
import type { Resource, Operation } from './operation';

/** Their defaults are replaced by the first entry of each list; n8n's lint wants to see one here. */
const resourceField: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	default: '',
};
const operationField: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: '',
};

/** The two dropdowns at the top of the panel. */
export function resourceAndOperationFields(resources: Resource[]): INodeProperties[] {
	return [
		{
			...resourceField,
			options: resources.map(({ value, name }) => ({ value, name })),
			default: resources[0]?.value ?? '',
		},
		...resources.map(({ value, operations }): INodeProperties => ({
			...operationField,
			displayOptions: { show: { resource: [value] } },
			options: operations.map(operationOption),
			default: operations[0]?.value ?? '',
		})),
	];
}

const operationOption = ({ value, name, action, description }: Operation): INodePropertyOptions => ({
	value,
	name,
	action,
	description,
});

/** What stands below the node on the canvas: the chosen action in words, as the list of actions shows it. */
export function subtitleOf(resources: Resource[]): string {
	const actions = resources.flatMap(({ value: resource, operations }) =>
		operations.map(({ value, action }) => [`${resource} ${value}`, action]),
	);
	const words = JSON.stringify(Object.fromEntries(actions));
	return `={{ (${words})[$parameter["resource"] + " " + $parameter["operation"]] }}`;
}

/** When the credential of a node is hidden. n8n knows one entry a credential, so it says for all operations: any is enough. */
export const noCredentialWhen = (resources: Resource[]): Record<string, NodeParameterValue[]> =>
	Object.assign({}, ...resources.flatMap(({ operations }) => operations.map((one) => one.noCredentialWhen)));

/** The fields of all operations, each shown for its own operation only. */
export function operationFields(resources: Resource[]): INodeProperties[] {
	return resources.flatMap((resource) =>
		resource.operations.flatMap((operation) =>
			operation.fields.map((field) => ({
				...field,
				displayOptions: {
					...field.displayOptions,
					show: {
						resource: [resource.value],
						operation: [operation.value],
						...field.displayOptions?.show,
					},
				},
			})),
		),
	);
}
