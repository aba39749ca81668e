import type { INodeTypeDescription } from 'n8n-workflow';

/** What a trigger's panel says of how to set it up. n8n shows the text for `active` also when publishing has failed. */
export type SetUpTexts = Pick<
	INodeTypeDescription,
	'eventTriggerDescription' | 'activationMessage' | 'triggerPanel'
>;
