import { executeFilter, type FilterValue, type INode, type INodeParameters } from 'n8n-workflow';
import workflow from '../../../examples/openpgp-key-expiry.json';
import { newKey } from '../newKey.mts';
import { noFile, OpenPgpNode } from './openPgpNode.mts';

const DAY_SECONDS = 24 * 3_600;
const ONE_DAY_MS = DAY_SECONDS * 1_000;
const named = (name: string) => workflow.nodes.find((node) => node.name === name) as unknown as INode;

let node: OpenPgpNode;
beforeAll(async () => (node = await OpenPgpNode.start()));
afterAll(async () => await node.stop());

/** What the Filter node of n8n does with an item, by n8n's own rules. */
function passes(json: object): boolean {
	const { conditions } = named('Fewer than 30 days left').parameters as { conditions: FilterValue };
	const resolved = conditions.conditions.map((condition) => {
		expect(condition.leftValue).toBe('={{ $json.daysLeft }}');
		return { ...condition, leftValue: (json as { daysLeft?: number }).daysLeft as never };
	});
	return executeFilter({ ...conditions, conditions: resolved });
}

it('warns of keys with fewer than 30 days left, and of those that have expired', async () => {
	const keys = [
		await newKey('Soon', { keyExpirationTime: 20 * DAY_SECONDS }),
		await newKey('Later', { keyExpirationTime: 40 * DAY_SECONDS }),
		await newKey('Never'),
		await newKey('Over', { date: new Date(Date.now() - 3 * ONE_DAY_MS), keyExpirationTime: DAY_SECONDS }),
	];
	const { parameters } = named('Look at the keys');
	const { resource, operation, ...rest } = parameters as INodeParameters;
	const privateKeys = keys.map((key) => key.armor()).join('\n');
	const { items, error } = await node.run(`${String(resource)}.${String(operation)}`, [noFile], rest, {
		keys: { privateKeys },
	});
	expect(error).toBeUndefined();
	expect(items.filter(({ json }) => passes(json)).map(({ json }) => json.userIds)).toEqual([
		['Soon'],
		['Over'],
	]);
});

it('says in its note what the filter lets through', () => {
	const { content } = named('How to use this').parameters as { content: string };
	expect(content).toContain('passes the keys with fewer than 30 days left, including expired ones');
	const { conditions } = named('Fewer than 30 days left').parameters as unknown as {
		conditions: { conditions: Array<{ rightValue: unknown }> };
	};
	expect(conditions.conditions.map(({ rightValue }) => rightValue)).toEqual(['', 30]);
});

it("records a key as renewed only after the private half is stored and the mail is sent, and contains nobody's credentials", () => {
	const path = ['Every morning'];
	for (;;) {
		const next = (workflow.connections as Record<string, { main: Array<Array<{ node: string }>> }>)[
			path.at(-1)!
		];
		if (next === undefined) break;
		path.push(next.main[0]![0]!.node);
	}
	expect(path).toEqual([
		'Every morning',
		'Look at the keys',
		'Fewer than 30 days left',
		'Is it mine?',
		'Table of renewed keys',
		'Not renewed yet',
		'Make a new pair',
		'Keep the private half',
		'Send the public half',
		'Note the key as renewed',
	]);
	expect(named('Look at the keys').credentials).toEqual({
		openPgpKeyApi: { id: '', name: 'OpenPGP keys' },
	});
});
