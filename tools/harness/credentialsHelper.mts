import { getAdditionalKeys } from 'n8n-core';
import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsExpressionResolveValues,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { ICredentialsHelper, isExpression, NodeHelpers, Workflow } from 'n8n-workflow';

import type { CredentialStore } from './credentialStore.mts';
import { InputNode } from './inputNode.mts';
import type { InstalledTypes } from './installedTypes.mts';

/** n8n's handling of credentials: defaults, expressions, preAuthentication that is saved, authenticate. */
export class CredentialsHelper extends ICredentialsHelper {
	constructor(
		private readonly types: InstalledTypes,
		private readonly store: CredentialStore,
	) {
		super();
	}

	override getParentTypes(name: string): string[] {
		if (!this.types.knowsCredential(name)) return []; // one of n8n's own, such as oAuth2Api
		const parents = this.types.credentialType(name).extends ?? [];
		return parents.flatMap((parent) => [parent, ...this.getParentTypes(parent)]);
	}

	override getCredentialsProperties(name: string): INodeProperties[] {
		const { extends: parents, properties } = this.types.credentialType(name);
		// Merging would keep one field of each name, and a field may stand there twice, for different choices.
		if (parents === undefined) return properties;
		const combined: INodeProperties[] = [];
		for (const parent of parents.filter((parent) => this.types.knowsCredential(parent))) {
			NodeHelpers.mergeNodeProperties(combined, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(combined, properties);
		return combined;
	}

	override async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		nodeCredentials: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolve?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const saved = this.store.get(idOf(nodeCredentials));
		if (raw) return saved;
		const properties = this.getCredentialsProperties(type);
		const declared = NodeHelpers.getNodeParameters(properties, saved as never, true, false, null, null);
		const data = { ...this.undeclared(type, saved), ...declared } as ICredentialDataDecryptedObject;
		if (saved.oauthTokenData !== undefined) data.oauthTokenData = saved.oauthTokenData;
		const keys = getAdditionalKeys(additionalData, mode, null);
		if (resolve) {
			return resolve.workflow.expression.getParameterValue(
				data as never,
				resolve.runExecutionData,
				resolve.runIndex,
				resolve.itemIndex,
				resolve.node.name,
				resolve.connectionInputData,
				mode,
				keys,
				executeData,
				false,
				data,
			) as ICredentialDataDecryptedObject;
		}
		return this.emptyWorkflow().expression.getComplexParameterValue(
			NOWHERE,
			data as never,
			mode,
			keys,
			undefined,
			undefined,
			data,
		) as ICredentialDataDecryptedObject;
	}

	override async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.types.credentialType(typeName);
		const expirable = type.properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		);
		if (!expirable || typeof type.preAuthentication !== 'function') return undefined;
		if (credentials[expirable.name] !== '' && !credentialsExpired) return undefined;
		const output = (await type.preAuthentication.call(
			helpers,
			credentials,
		)) as ICredentialDataDecryptedObject;
		if (output[expirable.name] === undefined) return undefined;
		const reference = node.credentials?.[type.name];
		if (!reference) return undefined;
		await this.updateCredentials(reference, typeName, { ...this.store.get(idOf(reference)), ...output });
		return Object.assign(credentials, output);
	}

	override async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		incoming: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const request = incoming as IHttpRequestOptions;
		const authenticate: IAuthenticate | undefined = this.types.credentialType(typeName).authenticate;
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		if (authenticate?.type !== 'generic') return request;
		const parts = request as unknown as Record<string, Record<string, string> | undefined>;
		parts.headers ??= {};
		const text = (value: string) => this.resolveText(value, credentials, workflow, node);
		for (const [part, values] of Object.entries(authenticate.properties)) {
			const target = (parts[part] ||= {});
			for (const [key, value] of Object.entries(values as Record<string, string>)) {
				target[text(key)] = text(value);
			}
		}
		return request;
	}

	override async getCredentials(): Promise<ICredentials> {
		throw new Error('The harness keeps no encrypted credentials');
	}

	override async updateCredentials(
		nodeCredentials: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.store.put(idOf(nodeCredentials), data);
	}

	override async updateCredentialsOauthTokenData(
		nodeCredentials: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		const id = idOf(nodeCredentials);
		this.store.put(id, { ...this.store.get(id), oauthTokenData: data.oauthTokenData as never });
	}

	/** What only a parent declares that the harness does not carry (n8n's own oAuth2Api): kept as saved. */
	private undeclared(type: string, saved: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
		return this.getParentTypes(type).every((parent) => this.types.knowsCredential(parent)) ? {} : saved;
	}

	private resolveText(
		value: string,
		credentials: ICredentialDataDecryptedObject,
		workflow: Workflow,
		node: INode,
	): string {
		if (!isExpression(value)) return value;
		const keys = { $credentials: credentials } as never;
		const resolved = workflow.expression.getSimpleParameterValue(
			node,
			value,
			'internal',
			keys,
			undefined,
			'',
		);
		return resolved ? String(resolved) : '';
	}

	private emptyWorkflow(): Workflow {
		return new Workflow({ nodes: [NOWHERE], connections: {}, active: false, nodeTypes: this.types });
	}
}

/** The node that a credential's own expressions are resolved for when no execution asks for it. */
const NOWHERE: INode = {
	id: '',
	name: '',
	type: InputNode.type,
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

function idOf(credentials: INodeCredentialsDetails): string {
	if (!credentials.id) throw new Error(`Credential "${credentials.name}" has no id`);
	return credentials.id;
}
