import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { ReportFile } from '../../nodes/ReportFile/ReportFile.node';
import { startHarness, type Harness, type NodeResult } from '../../tools/harness/harness.mts';

type Parameters = Record<string, unknown>;

/** The Report File node in n8n's own engine, with its binary store. */
export class ReportFileNode {
	private constructor(readonly harness: Harness) {}

	static async start(
		binaryMode: 'filesystemAtomic' | 'default' = 'filesystemAtomic',
	): Promise<ReportFileNode> {
		return new ReportFileNode(await startHarness({ nodes: [ReportFile], binaryMode }));
	}

	async stop(): Promise<void> {
		await this.harness.stop();
	}

	/** An item with one file for each field; a text stands for a file of that text. */
	async item(files: Record<string, Buffer | string> | string | Buffer, fileName = 'report.csv') {
		const all = typeof files === 'string' || Buffer.isBuffer(files) ? { data: files } : files;
		const binary: NonNullable<INodeExecutionData['binary']> = {};
		for (const [field, content] of Object.entries(all)) {
			binary[field] = await this.harness.storeBinary(Buffer.from(content), { fileName });
		}
		return { json: { kept: 'as it came' }, binary } as INodeExecutionData;
	}

	/** Runs one operation, named `resource.operation`, and counts the files that it left in the store. */
	async run(
		name: string,
		items: INodeExecutionData[],
		parameters: Parameters = {},
		onError?: 'continueRegularOutput' | 'continueErrorOutput',
	): Promise<NodeResult & { left: number }> {
		const before = this.harness.storedFiles().length;
		const [resource, operation] = name.split('.');
		const result = await this.harness.runNode(
			{
				type: 'reportFile',
				parameters: { resource: resource!, operation: operation!, ...(parameters as object) },
				...(onError && { onError }),
			},
			items,
		);
		return { ...result, left: this.harness.storedFiles().length - before };
	}

	/** Runs an operation over one item that has to succeed. */
	async succeed(name: string, item: INodeExecutionData, parameters: Parameters = {}) {
		const result = await this.run(name, [item], parameters);
		expect([result.error?.message, result.error?.description]).toEqual([undefined, undefined]);
		return result;
	}

	/** Runs an operation over one item that has to fail, with a remedy, leaving nothing behind. */
	async fail(name: string, item: INodeExecutionData, message: RegExp, parameters: Parameters = {}) {
		const { items, error, left } = await this.run(name, [item], parameters);
		expect(error?.message).toMatch(message);
		expect(error?.description).toBeTruthy();
		expect([items, left]).toEqual([[], 0]);
		return error!;
	}

	/** The text of a file that came out. */
	async read(item: INodeExecutionData, field = 'data'): Promise<string> {
		return (await this.harness.readBinary(item.binary![field]!)).toString();
	}
}

export const fileOf = (item: INodeExecutionData) => item.json.file as IDataObject;
