import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** Credentials by their id, as n8n's database keeps them: every read gives a copy. */
export class CredentialStore {
	private readonly rows = new Map<string, string>();

	put(id: string, data: ICredentialDataDecryptedObject): void {
		this.rows.set(id, JSON.stringify(data));
	}

	get(id: string): ICredentialDataDecryptedObject {
		const row = this.rows.get(id);
		if (row === undefined) throw new Error(`Credential with ID "${id}" does not exist`);
		return JSON.parse(row) as ICredentialDataDecryptedObject;
	}
}
