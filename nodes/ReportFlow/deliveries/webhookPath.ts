import type { IWebhookDescription } from 'n8n-workflow';

type Parameters = Record<string, unknown>;

/**
 * With "Token in the Path" n8n takes any text there, and the trigger compares it. Two workflows cannot share such a path,
 * and n8n puts the webhook's ID before it only when it shows it: hence the ID in the path itself.
 */
const hasPathToken = '$parameter["authenticity"].includes("path")';
const path = `={{ ${hasPathToken} ? $webhookId + "/:token" : "webhook" }}`;
const isFullPath = `={{ ${hasPathToken} }}`;

const takesPathToken = ({ authenticity }: Parameters): boolean =>
	Array.isArray(authenticity) && authenticity.includes('path');

/**
 * The path of ReportFlow's deliveries. The editor evaluates the expressions to show the URL. n8n from 2.41 takes the
 * functions instead when a delivery comes (its own Webhook node declares such functions, too), and makes no V8 isolate
 * for an expression. A function is not told the webhook's ID, but n8n puts it before a path that is not a full one:
 * both ways lead to the same path. n8n has no documentation for this. Without it, n8n evaluates the expressions.
 */
export const webhookPath: Pick<IWebhookDescription, 'path' | 'isFullPath'> = {
	path,
	isFullPath: isFullPath as unknown as boolean,
	[Symbol.for('n8n.webhookDescriptionResolvers')]: {
		path: {
			template: path,
			resolve: (parameters: Parameters) => (takesPathToken(parameters) ? ':token' : 'webhook'),
		},
		isFullPath: { template: isFullPath, resolve: () => false },
	},
};
