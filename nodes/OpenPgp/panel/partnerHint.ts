import type { INodeExecutionData } from 'n8n-workflow';
import { withoutHtml, type Hint } from '../../shared/run/hints';
import type { PartnerCheck } from '../partner/partnerFacts';

/** One line: ready or not, and what stands first in the way. */
export function partnerHints(items: INodeExecutionData[]): Hint[] {
	const [first] = items.map(({ json }) => json as unknown as PartnerCheck);
	if (first === undefined) return [];
	const problems = first.findings.filter(({ level }) => level === 'problem');
	const [told] = problems.length > 0 ? problems : first.findings;
	const message = withoutHtml(
		`${first.verdict[0]!.toUpperCase()}${first.verdict.slice(1)}${told === undefined ? '' : `: ${told.what}`}`,
	);
	return [{ message, type: problems.length > 0 ? 'warning' : 'info' }];
}
