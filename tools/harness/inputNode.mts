import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

/** The node before a node under test: what it passes on are the items that the test gave. */
export class InputNode implements INodeType {
	static readonly type = 'harness.input';

	description: INodeTypeDescription = {
		displayName: 'Input',
		name: 'input',
		group: ['transform'],
		version: 1,
		description: 'Passes on the items of the test',
		defaults: { name: 'Input' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}
