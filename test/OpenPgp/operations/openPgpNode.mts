import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { OpenPgpKeyApi } from '../../../credentials/OpenPgpKeyApi.credentials';
import { OpenPgp } from '../../../nodes/OpenPgp/OpenPgp.node';
import { startHarness, type Harness, type NodeResult } from '../../../tools/harness/harness.mts';

export const binaryModes = ['filesystemAtomic', 'default'] as const;

export interface RunOptions {
	/** The credential; without it the node has none. */
	keys?: Record<string, string>;
	onError?: 'continueRegularOutput' | 'continueErrorOutput';
	signal?: AbortSignal;
}

type Parameters = Record<string, unknown>;

/** The OpenPGP node in n8n's own engine, with its binary store. */
export class OpenPgpNode {
	private constructor(readonly harness: Harness) {}

	static async start(binaryMode: (typeof binaryModes)[number] = 'filesystemAtomic'): Promise<OpenPgpNode> {
		return new OpenPgpNode(
			await startHarness({ nodes: [OpenPgp], credentialTypes: [OpenPgpKeyApi], binaryMode }),
		);
	}

	async stop(): Promise<void> {
		await this.harness.stop();
	}

	/** An item with one file for each field. */
	async itemWith(files: Record<string, [Buffer, string]>): Promise<INodeExecutionData> {
		const binary: NonNullable<INodeExecutionData['binary']> = {};
		for (const [field, [bytes, fileName]] of Object.entries(files)) {
			binary[field] = await this.harness.storeBinary(bytes, { fileName });
		}
		return { json: { kept: 'as it came' }, binary };
	}

	/** Runs one operation, named `resource.operation`, and counts the files that it left in the store. */
	async run(
		name: string,
		items: INodeExecutionData[],
		parameters: Parameters = {},
		{ keys, onError, signal }: RunOptions = {},
	): Promise<NodeResult & { left: number }> {
		const before = this.harness.storedFiles().length;
		const [resource, operation] = name.split('.');
		const result = await this.harness.runNode(
			{
				type: 'openPgp',
				parameters: { resource: resource!, operation: operation!, ...(parameters as object) },
				...(keys && { credentials: { openPgpKeyApi: { id: 'keys', name: 'Keys' } } }),
				...(onError && { onError }),
			},
			items,
			{ ...(keys && { credentials: { keys } }), ...(signal && { signal }) },
		);
		return { ...result, left: this.harness.storedFiles().length - before };
	}

	/** Runs an operation over one item that has to succeed. */
	async succeed(
		name: string,
		item: INodeExecutionData,
		parameters: Parameters = {},
		options: RunOptions = {},
	) {
		const { items, error } = await this.run(name, [item], parameters, options);
		expect([error?.message, error?.description]).toEqual([undefined, undefined]);
		return items[0]!;
	}

	/** Runs an operation over one item that has to fail, with a remedy, leaving nothing behind. */
	async fail(
		name: string,
		item: INodeExecutionData,
		message: RegExp,
		parameters: Parameters = {},
		options: RunOptions = {},
	) {
		const { items, error, left } = await this.run(name, [item], parameters, options);
		expect(error?.message).toMatch(message);
		expect(error?.description).toBeTruthy();
		expect([items, left]).toEqual([[], 0]);
		return error!;
	}

	async read(item: INodeExecutionData, field = 'data'): Promise<Buffer> {
		return await this.harness.readBinary(item.binary![field]!);
	}
}

export const factsOf = (item: INodeExecutionData) => item.json.openPgp as IDataObject;

/** A text as an item, with the parameters that name it. */
export const asText = (text: string) => ({ input: 'text', text });
export const noFile: INodeExecutionData = { json: { kept: 'as it came' } };
