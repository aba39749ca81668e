import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	NodeParameterValue,
} from 'n8n-workflow';
import type { Hint } from './hints';
import type { z } from '../vendor/zod';

/** One entry of an action node, told completely in one file: label, fields, behaviour, output. */
export interface Operation {
	value: string;
	name: string;
	action: string;
	description: string;
	/** Without displayOptions for resource and operation: these are added once, by `operationFields`. */
	fields: INodeProperties[];
	/** The schema of the JSON of each item that comes out; n8n shows it before the first run. */
	output: z.ZodTypeAny;
	/** Lines for the panel after a run. `items` are those that came out without an error. */
	hints?(items: INodeExecutionData[], context: IExecuteFunctions): Hint[];
	/** The values of its fields under which it needs no credential: with any of them n8n hides the credential. */
	noCredentialWhen?: Record<string, NodeParameterValue[]>;
	/** One item in, items out. `pairedItem` is added by the loop. */
	run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]>;
	/** Instead of `run`, for an operation that handles items together. Each output says its `pairedItem` itself. */
	runAll?(context: IExecuteFunctions): Promise<Outcome[]>;
}

/** What came of some of the items together: outputs, or the error that all of them share. */
export interface Outcome {
	from: number[];
	items?: INodeExecutionData[];
	error?: unknown;
}

export interface Resource {
	value: string;
	name: string;
	operations: Operation[];
}
