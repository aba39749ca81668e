import * as documents from '../../../nodes/Tesouro/reports/documents.ts';
import { queryDocument } from '../../../nodes/Tesouro/queries/queryDocument.ts';
import { reportQueries } from '../../../nodes/Tesouro/queries/reportQueries.ts';

export interface SentDocument {
	name: string;
	/** Who sends it. */
	sender: string;
	document: string;
}

/** Every GraphQL document that this package can send, taken from the code that sends them. */
export function allDocuments(): SentDocument[] {
	return [
		...Object.entries<unknown>(documents)
			.filter((entry): entry is [string, string] => typeof entry[1] === 'string')
			.map(([name, document]) => ({
				name,
				sender: name === 'probe' ? 'Credential "Tesouro API"' : 'Reports as files, and the trigger',
				document,
			})),
		...reportQueries.map((query) => ({
			name: query.name,
			sender: `Run Query: ${query.label}`,
			document: queryDocument(query),
		})),
	];
}
