import type { INodeExecutionData } from 'n8n-workflow';
import { withoutHtml, type Hint } from '../../shared/run/hints';

/** What to do with the three files, in three steps. The last one ends with where the private key goes. */
export const generateHints =
	(where: string) =>
	(items: INodeExecutionData[]): Hint[] => {
		const [first] = items;
		if (first === undefined) return [];
		const nameOf = (field: string) => first.binary?.[field]?.fileName ?? field;
		const steps = [
			`1. Send ${nameOf('publicKey')} to the provider.`,
			`2. Keep ${nameOf('privateKey')} and ${nameOf('revocationCertificate')} in a safe place, and send them to nobody.`,
			`3. View ${nameOf('privateKey')}, copy all of it, and paste it ${where}.`,
			...(items.length > 1 ? ['The same goes for the other pairs.'] : []),
		];
		return [{ message: steps.map(withoutHtml).join('<br>'), type: 'info' }];
	};
