import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';
import { keyFields, messagePasswordsField } from '../nodes/OpenPgp/keys/keyFields';

export class OpenPgpKeyApi implements ICredentialType {
	name = 'openPgpKeyApi';

	displayName = 'OpenPGP Key API';

	icon: Icon = { light: 'file:../nodes/OpenPgp/openPgp.svg', dark: 'file:../nodes/OpenPgp/openPgp.dark.svg' };

	documentationUrl =
		'https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/openpgp.md#openpgp-keys';

	properties: INodeProperties[] = [...keyFields, messagePasswordsField];
}
