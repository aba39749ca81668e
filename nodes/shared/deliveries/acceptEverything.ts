import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** Every trigger's choice to verify nothing. */
export const acceptEverything: INodePropertyOptions = {
	name: 'None (Accept Everything)',
	value: 'none',
	description: 'Anybody who knows the URL can start this workflow',
};

/** What the panel says of it. To be spread into a field with its own `displayOptions`. */
export const acceptEverythingNotice = {
	displayName:
		'Anyone who learns the URL can start this workflow with any content. Only for tests, or if a gateway checks deliveries.',
	name: 'noneNotice',
	type: 'notice',
	default: '',
} satisfies INodeProperties;
