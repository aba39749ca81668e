import { RemedyError } from '../../shared/run/remedyError';
import type { ReportQuery } from './reportQuery';

/** The GraphQL document of a report, with its own fields or with those that somebody named instead. */
export function queryDocument({ name, inputType, selection }: ReportQuery, fields = ''): string {
	const chosen = fields.trim() === '' ? selection : checkFields(fields);
	return `query ${capitalised(name)}($input: ${inputType}!) {
	${name}(input: $input) {
		items {${indent(chosen)}
		}
		pageInfo {
			hasNextPage
		}
	}
}
`;
}

const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

const indent = (lines: string) => `\n${lines.replace(/^\n/, '')}`.replace(/\n/g, '\n\t\t');

/**
 * Fields that somebody typed are names and braces only, and close all that they open: they choose what a row holds, and
 * can never become another query or a mutation.
 */
function checkFields(fields: string): string {
	let depth = 0;
	for (const [brace] of fields.matchAll(/[{}]/g)) {
		depth += brace === '{' ? 1 : -1;
		if (depth < 0) break;
	}
	if (depth === 0 && /^[\w\s{},.:]+$/.test(fields)) return fields.trim();
	throw new RemedyError(
		'"Fields" is not a list of fields',
		'Name fields as GraphQL does, for example: acceptor { id } transactionAmount. Only names and braces are allowed, and every brace must be closed.',
	);
}
