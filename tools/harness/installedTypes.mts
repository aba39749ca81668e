import type { ICredentialType, IDataObject, INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { InputNode } from './inputNode.mts';

/** The name that n8n puts before the name of every node of this package. */
export const PACKAGE_NAME = 'n8n-nodes-report-delivery';

/** A node as a test may hand it over: the class, as n8n loads it, or an instance. */
export type NodeSource = INodeType | IVersionedNodeType | (new () => INodeType | IVersionedNodeType);

/** A credential type as a test may hand it over: the class or an instance. */
export type CredentialSource = ICredentialType | (new () => ICredentialType);

/** The node types and credential types that the harness's n8n knows. */
export class InstalledTypes implements INodeTypes {
	private readonly nodes = new Map<string, INodeType | IVersionedNodeType>();
	private readonly credentials = new Map<string, ICredentialType>();

	constructor(nodes: NodeSource[], credentialTypes: CredentialSource[]) {
		this.install(nodes);
		this.nodes.set(InputNode.type, new InputNode());
		for (const source of credentialTypes) {
			const type = typeof source === 'function' ? new source() : source;
			this.credentials.set(type.name, type);
		}
	}

	/** Replaces the nodes of the same names, as a new start of n8n would load them anew. */
	install(nodes: NodeSource[]): void {
		for (const source of nodes) {
			const node = typeof source === 'function' ? new source() : source;
			this.nodes.set(node.description.name, node);
			this.nodes.set(`${PACKAGE_NAME}.${node.description.name}`, node);
		}
	}

	getByName(name: string): INodeType | IVersionedNodeType {
		const node = this.nodes.get(name);
		if (!node) throw new Error(`Unrecognized node type: ${name}`);
		return node;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(name), version);
	}

	getKnownTypes(): IDataObject {
		return Object.fromEntries([...this.nodes.keys()].map((name) => [name, {}]));
	}

	knowsCredential(name: string): boolean {
		return this.credentials.has(name);
	}

	credentialType(name: string): ICredentialType {
		const type = this.credentials.get(name);
		if (!type) throw new Error(`Unrecognized credential type: ${name}`);
		return type;
	}
}
