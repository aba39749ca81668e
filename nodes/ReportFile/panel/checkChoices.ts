import type { IExecuteFunctions, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { choiceOf, flagOf } from '../../shared/run/fieldValues';
import type { Operation } from '../../shared/run/operation';

/**
 * The same operation, but it begins by looking at every list and switch of its panel. An expression there can return
 * anything; an unknown choice must be refused, not taken for another one. Throws a RemedyError that names the field.
 */
export function withCheckedChoices(operation: Operation): Operation {
	const { fields, run, runAll } = operation;
	return {
		...operation,
		async run(context, itemIndex) {
			checkChoices(context, itemIndex, fields);
			return await run(context, itemIndex);
		},
		...(runAll !== undefined && {
			async runAll(context) {
				for (const itemIndex of context.getInputData().keys()) checkChoices(context, itemIndex, fields);
				return await runAll(context);
			},
		}),
	};
}

function checkChoices(context: IExecuteFunctions, itemIndex: number, fields: INodeProperties[]): void {
	for (const field of fields) check(field, context.getNodeParameter(field.name, itemIndex, field.default));
}

function check(field: INodeProperties, given: unknown): void {
	// The columns of a file are no list to check against here: each operation looks them up in the file.
	const isFixedList = field.typeOptions?.loadOptionsMethod === undefined;
	if (field.type === 'options' && isFixedList) choiceOf(field, given);
	if (field.type === 'boolean') flagOf(field, given);
	if (field.type === 'collection') {
		const chosen = given as Record<string, unknown>;
		for (const option of (field.options ?? []) as INodeProperties[])
			if (chosen[option.name] !== undefined) check(option, chosen[option.name]);
	}
	if (field.type === 'fixedCollection') {
		// n8n itself takes away what is not written in this form.
		const chosen = given as Record<string, Array<Record<string, unknown>> | undefined>;
		for (const { name, values } of (field.options ?? []) as INodePropertyCollection[])
			for (const entry of chosen[name] ?? []) for (const value of values) check(value, entry[value.name]);
	}
}
