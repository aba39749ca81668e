import type { IHookFunctions } from 'n8n-workflow';

/**
 * n8n starts, or another main process takes over: nobody published anything. An error would take the URL of a live
 * trigger off, deliveries would get 404, and Tesouro does not repeat what was answered with 4xx.
 */
export const isRestart = (context: IHookFunctions) =>
	['init', 'leadershipChange'].includes(context.getActivationMode());
