import type { IConnections, IDataObject, INode, IWorkflowBase, IWorkflowSettings } from 'n8n-workflow';
import { deepCopy, Workflow } from 'n8n-workflow';

import type { InstalledTypes } from './installedTypes.mts';

/** What a test says of a workflow. */
export interface WorkflowInput {
	id?: string;
	name?: string;
	nodes: INode[];
	connections?: IConnections;
	settings?: IWorkflowSettings;
}

/** One loading of a workflow from the database; all that is built over it shares its static data. */
export interface LoadedWorkflow extends IWorkflowBase {
	staticData: IDataObject;
}

let workflowCount = 0;

/** A workflow as n8n's database holds it. */
export class StoredWorkflow {
	readonly id: string;
	readonly name: string;
	active = false;
	private nodes: INode[];
	private readonly connections: IConnections;
	private readonly settings: IWorkflowSettings;
	private savedStaticData = '{}';

	constructor(
		input: WorkflowInput,
		private readonly types: InstalledTypes,
	) {
		this.id = input.id ?? `workflow${++workflowCount}`;
		this.name = input.name ?? this.id;
		this.nodes = input.nodes;
		this.connections = input.connections ?? {};
		this.settings = { executionOrder: 'v1', ...input.settings };
	}

	get staticData(): IDataObject {
		return JSON.parse(this.savedStaticData) as IDataObject;
	}

	/** A new version, as after an edit: static data and id stay. */
	replaceNodes(nodes: INode[]): void {
		this.nodes = nodes;
	}

	load(): LoadedWorkflow {
		return {
			id: this.id,
			name: this.name,
			active: this.active,
			activeVersionId: null,
			isArchived: false,
			createdAt: new Date(),
			updatedAt: new Date(),
			nodes: deepCopy(this.nodes),
			connections: deepCopy(this.connections),
			settings: deepCopy(this.settings),
			staticData: this.staticData,
		};
	}

	/** The workflow to run something in. As in n8n, it watches the static data of that very loading. */
	build(loaded: LoadedWorkflow): Workflow {
		return new Workflow({
			id: loaded.id,
			name: loaded.name,
			nodes: loaded.nodes,
			connections: loaded.connections,
			active: loaded.active,
			settings: loaded.settings,
			staticData: loaded.staticData,
			nodeTypes: this.types,
		});
	}

	/** Saves static data if, to n8n's knowledge, it was changed since this workflow was built. */
	saveStaticData(data: IDataObject): void {
		if (data.__dataChanged === true) this.savedStaticData = JSON.stringify(data);
	}
}
