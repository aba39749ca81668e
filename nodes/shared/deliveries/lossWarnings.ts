import type { IHookFunctions } from 'n8n-workflow';
import { readProcessing } from './processing';

const MARK = 'markDone';

/** What may lose an event, or run it twice, as far as a trigger can see it when it is published. In sentences. */
export function lossWarnings(context: IHookFunctions): string[] {
	const following = context.getChildNodes(context.getNode().name, { includeNodeParameters: true });
	const marks = following.some(({ disabled, parameters }) => !disabled && parameters?.operation === MARK);
	const { atLeastOnce } = readProcessing(context);
	const { errorWorkflow } = context.getWorkflowSettings();
	const hasErrorWorkflow = typeof errorWorkflow === 'string' && !['', 'DEFAULT'].includes(errorWorkflow);
	return [
		...(atLeastOnce && !marks
			? [
					'With Processing: At Least Once, and without "Report Event: Mark as Done" at the end, every event that is redelivered after "Not Done After" runs again. Add that step',
				]
			: []),
		...(!atLeastOnce && marks
			? [
					'"Report Event: Mark as Done" has no effect on redeliveries with Processing: At Most Once. Set Processing to At Least Once, so crashed executions can run again',
				]
			: []),
		...(hasErrorWorkflow
			? []
			: [
					'No one is notified when an execution fails. Choose an error workflow in the settings of this workflow',
				]),
	];
}
