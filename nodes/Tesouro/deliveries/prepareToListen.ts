import type { IHookFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import { webhookUrlProblem } from '../../shared/deliveries/webhookUrl';
import { publicationProblem, readPolicy } from './policy';
import { isRestart } from './restart';
import { triggerError, wordsOf } from './triggerError';

/**
 * Refuses to go live with nothing to verify with, and warns of a URL that Tesouro cannot reach. A trigger that is live
 * already stays so when n8n starts: it answers with 503 what it cannot decide, and Tesouro sends that again.
 */
export async function prepareToListen(context: IHookFunctions): Promise<void> {
	const url = context.getNodeWebhookUrl('default') ?? '';
	const data = context.getWorkflowStaticData('node');
	try {
		await checkPolicy(context);
	} catch (error) {
		if (!isRestart(context) || data.productionUrl !== url) throw triggerError(context, error);
		context.logger.error(
			`${context.getNode().name}: deliveries cannot be checked, and are answered with 503: ${wordsOf(error)}`,
		);
	}
	// The URL that went live: `execute` warns beside the output when the provider cannot reach it.
	data.productionUrl = url;
	const urlProblem = webhookUrlProblem(url);
	if (urlProblem !== undefined) {
		context.logger.warn(`${context.getNode().name}: Tesouro will not be able to deliver. ${urlProblem}`);
	}
}

async function checkPolicy(context: IHookFunctions): Promise<void> {
	const problem = publicationProblem(await readPolicy(context));
	if (problem !== undefined) throw new RemedyError(problem.message, problem.remedy);
}
