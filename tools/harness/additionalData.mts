import { ExternalSecretsProxy } from 'n8n-core';
import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import { Container } from './container.mts';
import type { CredentialsHelper } from './credentialsHelper.mts';

/** What n8n gives each context besides the workflow: addresses, credentials, and nothing to run elsewhere. */
export function createAdditionalData(
	baseUrl: string,
	credentialsHelper: CredentialsHelper,
	executionId?: string,
): IWorkflowExecuteAdditionalData {
	const unavailable = async (): Promise<never> => {
		throw new Error('The harness runs no other workflows and no task runners');
	};
	return {
		credentialsHelper,
		executionId,
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		executeWorkflow: unavailable,
		getRunExecutionData: async () => undefined,
		currentNodeExecutionIndex: 0,
		restApiUrl: `${baseUrl}/rest`,
		instanceBaseUrl: baseUrl,
		formWaitingBaseUrl: `${baseUrl}/form-waiting`,
		webhookBaseUrl: `${baseUrl}/webhook`,
		webhookWaitingBaseUrl: `${baseUrl}/webhook-waiting`,
		webhookTestBaseUrl: `${baseUrl}/webhook-test`,
		variables: {},
		logAiEvent: () => {},
		startRunnerTask: unavailable,
	};
}
