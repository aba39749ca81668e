import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { withoutHtml, type Hint } from '../../shared/run/hints';

/** What was said of the items of a run, a line each, until the node shows it. */
const said = new WeakMap<IExecuteFunctions, string[]>();

/** Says in one line what came of an item. Empty parts are left out. */
export function say(context: IExecuteFunctions, ...parts: string[]): void {
	const lines = said.get(context) ?? [];
	lines.push(parts.filter((part) => part !== '').join('; '));
	said.set(context, lines);
}

/** The lines of a run in one. Names in them come from files. */
export function hintsOf(_items: INodeExecutionData[], context: IExecuteFunctions): Hint[] {
	const [first, ...others] = said.get(context) ?? [];
	if (first === undefined) return [];
	const message = others.length === 0 ? first : `${first}; and ${others.length} more`;
	return [{ message: withoutHtml(message), type: 'info' }];
}
