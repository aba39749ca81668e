import { readdirSync } from 'node:fs';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import manifest from '../package.json';

/**
 * n8n's rule for verified packages (`single-credential-per-node`): a node uses one credential at a time. Several are
 * allowed where the values of one field, which has one value at a time, tell them apart.
 */
function togetherIn({ credentials = [], properties }: INodeTypeDescription): string[] {
	const single = properties.filter(({ type }) => type === 'options').map(({ name }) => name);
	const show = (index: number) => credentials[index]!.displayOptions?.show ?? {};
	const excludes = (one: number, other: number) =>
		single.some((field) => {
			const [left, right] = [show(one)[field], show(other)[field]];
			return (
				left !== undefined && right !== undefined && !left.some((value) => right.includes(value as never))
			);
		});
	return credentials.flatMap(({ name }, one) =>
		credentials
			.slice(one + 1)
			.flatMap((other, index) => (excludes(one, one + 1 + index) ? [] : [`${name} and ${other.name}`])),
	);
}

it.each(manifest.n8n.nodes)('%s uses one credential at a time', async (built) => {
	const file = built.replace(/^dist\//, '../').replace(/\.js$/, '');
	const [Node] = Object.values((await import(file)) as Record<string, new () => INodeType>);
	expect(togetherIn(new Node!().description)).toEqual([]);
});

it("the package has one credential per provider, a second one for ReportFlow's OAuth2, and one for keys", () => {
	const inPackage = manifest.n8n.credentials.map((file) => /(\w+)\.credentials\.js$/.exec(file)![1]);
	expect(inPackage).toEqual([
		'ConnectReportApi',
		'OpenPgpKeyApi',
		'ReportFlowApi',
		'ReportFlowOAuth2Api',
		'TesouroApi',
	]);
	expect(readdirSync('credentials').sort()).toEqual(inPackage.map((name) => `${name}.credentials.ts`));
});

it('the rule finds two credentials side by side', () => {
	const field = (type: string) => [{ name: 'kind', type }] as never;
	const shown = (kind: string[]) => ({ name: kind.join(), displayOptions: { show: { kind } } });
	const described = (type: string, ...credentials: object[]) =>
		togetherIn({ credentials, properties: field(type) } as never);
	expect(described('options', shown(['a']), shown(['b', 'c']))).toEqual([]);
	expect(described('options', shown(['a', 'b']), shown(['b', 'c']))).toEqual(['a,b and b,c']);
	expect(described('multiOptions', shown(['a']), shown(['b']))).toEqual(['a and b']);
	expect(described('options', shown(['a']), { name: 'always' })).toEqual(['a and always']);
});
