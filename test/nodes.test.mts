import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import manifest from '../package.json';
import type { Operation, Resource } from '../nodes/shared/run/operation';

interface Loaded<T> {
	/** For example nodes/Tesouro/Tesouro.node.ts. */
	file: string;
	className: string;
	instance: T;
}

const nodes: Array<Loaded<INodeType>> = [];
const credentials: Array<Loaded<ICredentialType>> = [];

const toSource = (built: string) => built.replace(/^dist\//, '').replace(/\.js$/, '.ts');
const filesBelow = (folder: string, ending: string) =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(ending))
		.map((file) => path.join(folder, file))
		.sort();

async function load<T>(built: string): Promise<Loaded<T>> {
	const file = toSource(built);
	const className = path.basename(file).replace(/\.(node|credentials)\.ts$/, '');
	const loaded = (await import(`../${file.replace(/\.ts$/, '')}`)) as Record<string, new () => T>;
	expect(Object.keys(loaded)).toEqual([className]);
	return { file, className, instance: new loaded[className]!() };
}

beforeAll(async () => {
	for (const built of manifest.n8n.nodes) nodes.push(await load<INodeType>(built));
	for (const built of manifest.n8n.credentials) credentials.push(await load<ICredentialType>(built));
});

/** Every field of a panel, those within collections and lists, too. */
function allFields(fields: INodeProperties[]): INodeProperties[] {
	return fields.flatMap((field) => {
		const inner = (field.options ?? []).flatMap((option): INodeProperties[] => {
			if ('values' in option) return option.values;
			return 'displayName' in option ? [option] : [];
		});
		return [field, ...allFields(inner)];
	});
}

const isChoice = (option: NonNullable<INodeProperties['options']>[number]): option is INodePropertyOptions =>
	'value' in option;
const choicesOf = (field: INodeProperties) => (field.options ?? []).filter(isChoice);

interface Panel {
	name: string;
	fields: INodeProperties[];
}
const panels = (): Panel[] => [
	...nodes.map(({ className, instance }) => ({
		name: className,
		fields: allFields(instance.description.properties),
	})),
	...credentials.map(({ className, instance }) => ({
		name: className,
		fields: allFields(instance.properties),
	})),
];
/** Collects every mistake, so that one run shows them all. */
const mistakesIn = (check: (field: INodeProperties) => Array<string | undefined>) =>
	panels().flatMap(({ name, fields }) =>
		fields.flatMap((field) =>
			check(field)
				.filter((mistake) => mistake !== undefined)
				.map((mistake) => `${name}.${field.name}: ${mistake}`),
		),
	);

const small = new Set('a an and as at but by for from in nor of off on or per the to up via with'.split(' '));

/** Each word begins with a capital letter, but for small words in the middle, and the ending of a file behind a title. */
const isTitleCase = (text: string) =>
	text
		.replace(/ \(\.\w+\)$/, '')
		.split(/[\s/-]+/)
		.map((word) => word.replace(/^[("']+/, ''))
		.every((word, index) => /^[\p{Lu}\d&]/u.test(word) || (index > 0 && small.has(word)));

/** A capital letter first, and no other but in names and abbreviations. */
const names = new Set(['OpenPGP', 'Tesouro', 'API', 'ID', 'URL', 'CSV', 'PDF', 'PDFs']);
/** Fields above the operation, which every operation has. */
const ofTheNode = new Set(['resource', 'operation', 'authentication']);
const isSentenceCase = (text: string) =>
	/^\p{Lu}/u.test(text) &&
	text
		.split(' ')
		.slice(1)
		.every((word) => names.has(word) || word === word.toLowerCase());

const endsWell = (text: string) => {
	const sentences = text.split(/[.!?](?:\s|$)/).filter((sentence) => sentence.trim() !== '').length;
	return sentences > 1 ? text.endsWith('.') : !text.endsWith('.');
};

const valuesOf = ({ options = [] }: INodeProperties) => options.filter(isChoice).map(({ value }) => value);

/**
 * The fields that n8n's editor takes for the choice among credentials, and leaves out of the panel (n8n-editor-ui 2.41.1:
 * `getMainAuthField`, `isAuthRelatedParameter`). Among the fields that credentials depend on with `show`, it takes the one
 * named `authentication`, else one for each of whose values there is a credential; and with it whatever any of those
 * fields depends on.
 */
function hiddenByEditor({ credentials: asked = [], properties }: INodeTypeDescription): string[] {
	const shown = asked.flatMap(({ displayOptions }) => Object.entries(displayOptions?.show ?? {}));
	const related = properties.filter(({ name }) => shown.some(([key]) => key === name));
	const covered = (field: INodeProperties) => {
		const known = shown.flatMap(([key, values]) => (key === field.name ? (values ?? []) : []));
		return valuesOf(field).length > 0 && valuesOf(field).every((value) => known.includes(value));
	};
	const main =
		related.find((field) => field.name === 'authentication' && !valuesOf(field).includes('none')) ??
		related.find(covered);
	if (main === undefined) return [];
	const dependedOn = related.flatMap(({ displayOptions }) => Object.keys(displayOptions?.show ?? {}));
	return properties.map(({ name }) => name).filter((name) => name === main.name || dependedOn.includes(name));
}

describe('the register in package.json', () => {
	it('names every node and credential on disk, and nothing else', () => {
		const built = (file: string) => `dist/${file.replace(/\.ts$/, '.js')}`;
		expect([...manifest.n8n.nodes].sort()).toEqual(filesBelow('nodes', '.node.ts').map(built));
		expect([...manifest.n8n.credentials].sort()).toEqual(
			filesBelow('credentials', '.credentials.ts').map(built),
		);
	});

	it('has no dependency except n8n itself', () => {
		expect(manifest).not.toHaveProperty('dependencies');
		expect(manifest).not.toHaveProperty('optionalDependencies');
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(manifest.keywords).toContain('n8n-community-node-package');
		expect(manifest.name).toMatch(/^n8n-nodes-/);
		expect(manifest.n8n.strict).toBe(true);
	});

	it('publishes no tests', () => {
		expect(manifest.files.filter((file) => /test|nodes|\*/.test(file))).toEqual([]);
	});
});

describe('every node', () => {
	it('is named after its class, starting in lower case', () => {
		for (const { className, instance, file } of nodes) {
			expect(instance.description.name).toBe(className[0]!.toLowerCase() + className.slice(1));
			expect(path.basename(file)).toContain(path.basename(path.dirname(file)));
		}
	});

	it('has a title, a default name and a description that follow the rules', () => {
		for (const { instance } of nodes) {
			const { displayName, defaults, description } = instance.description;
			expect(isTitleCase(displayName)).toBe(true);
			expect(defaults.name).toBe(displayName);
			expect(endsWell(description)).toBe(true);
		}
	});

	it('shows all its fields in the editor, except the choice of credential', () => {
		for (const { className, instance } of nodes) {
			const hidden = hiddenByEditor(instance.description).filter((name) => name !== 'authentication');
			expect([className, hidden]).toEqual([className, []]);
		}
	});

	it('has a name ending in Trigger if and only if it is a trigger', () => {
		for (const { className, instance } of nodes) {
			const isTrigger = instance.description.group.includes('trigger');
			expect([className, className.endsWith('Trigger')]).toEqual([className, isTrigger]);
			expect(instance.description.displayName.endsWith(' Trigger')).toBe(isTrigger);
			expect(instance.description.inputs).toEqual(isTrigger ? [] : ['main']);
		}
	});

	it('has a codex file that names it', () => {
		for (const { file, instance } of nodes) {
			const codex = JSON.parse(readFileSync(file.replace(/\.ts$/, '.json'), 'utf8')) as Record<
				string,
				unknown
			>;
			expect(codex.node).toBe(`${manifest.name}.${instance.description.name}`);
			expect(codex.codexVersion).toBe('1.0');
			expect(codex.categories).not.toEqual([]);
		}
	});

	it('uses only credentials of the package, each with a test', () => {
		for (const { instance, className } of nodes) {
			for (const { name, testedBy } of instance.description.credentials ?? []) {
				const credential = credentials.find((known) => known.instance.name === name)?.instance;
				expect([className, name, credential !== undefined]).toEqual([className, name, true]);
				const tests = instance.methods?.credentialTest ?? {};
				const isTested = typeof testedBy === 'string' ? testedBy in tests : credential?.test !== undefined;
				expect([className, name, isTested]).toEqual([className, name, true]);
			}
		}
	});

	it('has all three webhook methods for each webhook if it is a trigger', () => {
		for (const { instance } of nodes.filter(({ instance: { webhook } }) => webhook !== undefined)) {
			for (const { name } of instance.description.webhooks ?? []) {
				expect(Object.keys(instance.webhookMethods?.[name] ?? {}).sort()).toEqual([
					'checkExists',
					'create',
					'delete',
				]);
			}
		}
	});
});

describe('every credential', () => {
	it('is named after its class, and has a title and a page of documentation', () => {
		for (const { className, instance } of credentials) {
			expect(instance.name).toBe(className[0]!.toLowerCase() + className.slice(1));
			expect(className.endsWith('Api')).toBe(true);
			expect(isTitleCase(instance.displayName)).toBe(true);
			expect(instance.documentationUrl).toMatch(/^https:\/\//);
		}
	});

	it('hides every secret', () => {
		const open = credentials.flatMap(({ className, instance }) =>
			instance.properties
				.filter(({ name }) => /secret|token|pass|privateKey/i.test(name))
				.filter(({ typeOptions }) => typeOptions?.password !== true)
				.map(({ name }) => `${className}.${name}`),
		);
		expect(open).toEqual([]);
	});
});

it('every icon exists for light and dark, and is a square SVG', () => {
	const icons = [
		...nodes.map(({ file, instance }) => ({ file, icon: instance.description.icon })),
		...credentials.map(({ file, instance }) => ({ file, icon: instance.icon })),
	];
	for (const { file, icon } of icons) {
		expect(Object.keys(icon as object).sort()).toEqual(['dark', 'light']);
		for (const source of Object.values(icon as Record<string, string>)) {
			const svg = path.join(path.dirname(file), source.replace(/^file:/, ''));
			expect([svg, existsSync(svg)]).toEqual([svg, true]);
			const [, , , width, height] =
				/viewBox="([\d.-]+) ([\d.-]+) ([\d.]+) ([\d.]+)"/.exec(readFileSync(svg, 'utf8')) ?? [];
			expect([svg, width]).toEqual([svg, height]);
		}
	}
});

describe('every field', () => {
	it('has a title in title case', () => {
		const mistakes = mistakesIn(({ displayName, type }) => [
			type === 'notice' || isTitleCase(displayName) ? undefined : displayName,
		]);
		expect(mistakes).toEqual([]);
	});

	it('has choices in title case, unless they are column names', () => {
		expect(
			mistakesIn((field) => choicesOf(field).map(({ name }) => (isTitleCase(name) ? undefined : name))),
		).toEqual([]);
	});

	it('has descriptions that end with a full stop if and only if they have several sentences', () => {
		const texts = (field: INodeProperties) => [
			field.description,
			field.hint,
			...choicesOf(field).map(({ description }) => description),
		];
		expect(
			mistakesIn((field) =>
				texts(field).map((text) => (text === undefined || endsWell(text) ? undefined : text)),
			),
		).toEqual([]);
	});

	it('has a description starting with "Whether" if it is yes or no', () => {
		expect(
			mistakesIn(({ type, description }) => [
				type !== 'boolean' || description?.startsWith('Whether ') ? undefined : description,
			]),
		).toEqual([]);
	});

	it('has its choices sorted if there are five or more, also in collections', () => {
		const labels = (field: INodeProperties) =>
			(field.options ?? []).map((option) => ('displayName' in option ? option.displayName : option.name));
		expect(
			mistakesIn((field) => {
				const given = labels(field);
				const sorted = [...given].sort((one, other) => one.localeCompare(other));
				return [given.length < 5 || given.join() === sorted.join() ? undefined : given.join()];
			}),
		).toEqual([]);
	});

	it('has a default that is among its choices', () => {
		expect(
			mistakesIn((field) => {
				const values = choicesOf(field).map(({ value }) => value);
				const isFixed = field.type === 'options' && field.typeOptions?.loadOptionsMethod === undefined;
				const fits = !isFixed || values.includes(field.default as string);
				return [fits ? undefined : String(field.default)];
			}),
		).toEqual([]);
	});

	it('has no choice twice', () => {
		expect(
			mistakesIn((field) => {
				const values = choicesOf(field).map(({ value }) => value);
				return [new Set(values).size === values.length ? undefined : values.join()];
			}),
		).toEqual([]);
	});
});

describe('every operation', () => {
	const lists = filesBelow('nodes', 'operations/index.ts');

	it.each(lists)('of %s is listed', async (list) => {
		const { resources } = (await import(`../${list.replace(/\.ts$/, '')}`)) as { resources: Resource[] };
		const listed = resources.flatMap(({ operations }) => operations);
		const files = filesBelow(path.dirname(list), '.ts').filter((file) => file !== list);
		const made: Operation[] = [];
		for (const file of files) {
			const exported = Object.values(
				(await import(`../${file.replace(/\.ts$/, '')}`)) as Record<string, Partial<Operation>>,
			);
			const operations = exported.filter((value): value is Operation => typeof value.run === 'function');
			expect([file, operations.length]).toEqual([file, 1]);
			made.push(...operations);
		}
		expect(new Set(made)).toEqual(new Set(listed));
		expect(made).toHaveLength(listed.length);
	});

	it.each(lists)(
		'of %s has a label in title case, and an action and description in sentence case',
		async (list) => {
			const { resources } = (await import(`../${list.replace(/\.ts$/, '')}`)) as { resources: Resource[] };
			for (const resource of resources) {
				expect(isTitleCase(resource.name)).toBe(true);
				for (const { name, action, description } of resource.operations) {
					expect([name, isTitleCase(name)]).toEqual([name, true]);
					expect([action, isSentenceCase(action)]).toEqual([action, true]);
					expect([description, endsWell(description)]).toEqual([description, true]);
				}
			}
		},
	);

	it('shows its fields for itself only', () => {
		for (const { instance } of nodes) {
			const fields = instance.description.properties;
			if (!fields.some(({ name }) => name === 'operation')) continue;
			for (const field of fields.filter(({ name }) => !ofTheNode.has(name))) {
				expect(field.displayOptions?.show).toMatchObject({
					resource: [expect.any(String)],
					operation: [expect.any(String)],
				});
			}
		}
	});
});

describe('every event', () => {
	const facts = filesBelow('nodes', '/facts.ts');
	const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

	it.each(facts)('of %s has a folder of fixtures: the delivery and its report event', async (file) => {
		const exported = (await import(`../${file.replace(/\.ts$/, '')}`)) as Record<
			string,
			{ events?: Record<string, unknown> | Array<{ type: string; value?: string }> }
		>;
		const provider = path.basename(path.dirname(file));
		for (const { events } of Object.values(exported)) {
			const names = Array.isArray(events)
				? events.map(({ value, type }) => value ?? type.split('.').slice(-2).join('-'))
				: Object.keys(events ?? {}).map(kebab);
			for (const name of names) {
				const folder = `test/${provider}/fixtures/${name}`;
				for (const fixture of ['body.json', 'event.json']) {
					expect([folder, fixture, existsSync(`${folder}/${fixture}`)]).toEqual([folder, fixture, true]);
				}
			}
		}
	});

	it.each(facts)('of %s has a label in title case and a description', async (file) => {
		const exported = (await import(`../${file.replace(/\.ts$/, '')}`)) as Record<
			string,
			{ events?: Record<string, { label: string; description: string; type: string }> }
		>;
		for (const { events } of Object.values(exported)) {
			for (const { label, description, type } of Object.values(events ?? {})) {
				expect([label, isTitleCase(label)]).toEqual([label, true]);
				expect([description, endsWell(description)]).toEqual([description, true]);
				expect(type).toMatch(/^com\.[a-z-]+(\.[a-z-]+)+$/);
			}
		}
	});
});
