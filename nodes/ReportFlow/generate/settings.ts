import type { IExecuteFunctions } from 'n8n-workflow';
import type { ReportFlowApi } from '../api/transport';
import { bytesAtMost } from '../download/outputFields';
import { choiceOf, numberOf } from '../../shared/run/fieldValues';
import { outputFormField, returnField } from './generateFields';
import { waitOption } from './optionFields';

/** How an operation wants its PDFs. */
export interface Settings {
	api: ReportFlowApi;
	/** `multiple` makes several files in one request, and puts them into a ZIP. */
	endpoint: 'single' | 'multiple';
	/** When the items go on: with the file, with the file after waiting in n8n's database, or with the IDs alone. */
	when: 'file' | 'sleep' | 'atOnce';
	/** One item for each PDF, or the ZIP as it comes. */
	form: 'items' | 'zip';
	minutesAtMost: number;
	bytesAtMost: number;
}

type Read = Omit<Settings, 'api'>;

/** For Generate. All of it is read, and can fail, before anything is generated. */
export const readSettings = (context: IExecuteFunctions, itemIndex: number): Read => ({
	...readCommon(context, itemIndex),
	endpoint: 'single',
	form: 'items',
});

/** For Generate Many: the settings of the first item count for all. */
export const readManySettings = (context: IExecuteFunctions): Read => ({
	...readCommon(context, 0),
	endpoint: 'multiple',
	form: choiceOf(outputFormField, context.getNodeParameter('form', 0, 'items')) as Settings['form'],
});

function readCommon(context: IExecuteFunctions, itemIndex: number) {
	const read = (name: string, preset: unknown) => context.getNodeParameter(name, itemIndex, preset);
	return {
		when: choiceOf(returnField, read('when', 'file')) as Settings['when'],
		minutesAtMost: numberOf(waitOption, read('options.minutesAtMost', waitOption.default)),
		bytesAtMost: bytesAtMost(context, itemIndex),
	};
}
