import type { IExecuteFunctions } from 'n8n-workflow';
import type { ReportFlowApi } from '../api/transport';
import { bytesAtMost } from '../download/outputFields';
import { choiceOf, numberOf } from '../fieldValues';
import { outputFormField, whenField } from './generateFields';
import { waitOption } from './optionFields';

/** How an operation wants its PDFs. */
export interface How {
	api: ReportFlowApi;
	/** Through the endpoints for several files. */
	isMany: boolean;
	when: 'file' | 'sleep' | 'atOnce';
	/** One item for each PDF, or the ZIP as it comes. */
	form: 'items' | 'zip';
	minutesAtMost: number;
	bytesAtMost: number;
}

/** All of it is read, and can fail, before anything is generated. */
export function readHow(context: IExecuteFunctions, itemIndex: number, isMany: boolean): Omit<How, 'api'> {
	const read = (name: string, preset: unknown) => context.getNodeParameter(name, itemIndex, preset);
	return {
		isMany,
		when: choiceOf(whenField, read('when', 'file')) as How['when'],
		form: isMany ? (choiceOf(outputFormField, read('form', 'items')) as How['form']) : 'items',
		minutesAtMost: numberOf(waitOption, read('options.minutesAtMost', waitOption.default)),
		bytesAtMost: bytesAtMost(context, itemIndex),
	};
}
