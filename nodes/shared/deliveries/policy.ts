import type { INode, NodeParameterValueType } from 'n8n-workflow';

/** What keeps a policy from deciding anything, and what the user can do about it. */
export interface PolicyProblem {
	message: string;
	remedy: string;
}

/** What a policy is read from. Contexts without items have it: those of webhooks and hooks. */
export interface PolicyContext {
	getNode(): INode;
	getNodeParameter(name: string, fallback: NodeParameterValueType): NodeParameterValueType | object;
	getCredentials<T extends object>(type: string): Promise<T>;
}

/** Whether the node has a credential of this type. */
export const hasCredential = (context: PolicyContext, type: string): boolean =>
	context.getNode().credentials?.[type] !== undefined;

/** The entries of a text separated by commas, or of a list that an expression gave, without empty ones. */
export const listOf = (value: unknown): string[] =>
	[value ?? '']
		.flat()
		.flatMap((text) => String(text ?? '').split(','))
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
