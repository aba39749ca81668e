import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	buildSchema,
	getNamedType,
	isEnumType,
	isInputObjectType,
	parse,
	validate,
	visit,
	type GraphQLEnumType,
	type GraphQLInputField,
	type GraphQLInputObjectType,
} from 'graphql';
import { queryDocument } from '../../../nodes/Tesouro/queries/queryDocument';
import { reportQueries } from '../../../nodes/Tesouro/queries/reportQueries';
import { allDocuments } from './allDocuments.mts';

const schema = buildSchema(readFileSync('tools/sandbox/Tesouro/schema.graphql', 'utf8'));

const sources = (folder: string) =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(folder, name));

describe('the documents that are sent', () => {
	it.each(allDocuments().map(({ name, document }) => [name, document] as const))(
		'include %s, which is valid for the schema of the API',
		(_, document) => expect(validate(schema, parse(document))).toEqual([]),
	);

	it('are complete: no other file contains one', () => {
		const isDocument = /\b(?:query|mutation) (?:\w+|\$\{.+\})\s*(?:\(\$|\{\s*\w)|['"`]\s*\{\s*__typename/;
		const holders = [
			...sources('nodes/Tesouro'),
			...sources('nodes/shared'),
			...sources('credentials'),
		].filter((file) =>
			isDocument.test(readFileSync(file, 'utf8').replace(/\/\*\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')),
		);
		expect(holders.sort()).toEqual([
			'nodes/Tesouro/queries/queryDocument.ts',
			'nodes/Tesouro/reports/documents.ts',
		]);
	});

	it('each have their own name for logs and support', () => {
		const names = allDocuments()
			.flatMap(({ document }) => parse(document).definitions)
			.flatMap((definition) =>
				definition.kind === 'OperationDefinition' ? (definition.name?.value ?? []) : [],
			);
		expect(names).toHaveLength(allDocuments().length);
		expect(new Set(names).size).toBe(names.length);
	});

	it('ask for nothing deprecated', () => {
		const asked: string[] = [];
		for (const { document } of allDocuments()) {
			visit(parse(document), { Field: ({ name }) => void asked.push(name.value) });
		}
		// The deprecated fields of the item types, as Tesouro's schema marks them.
		const deprecated = [
			'transactorFeesAmount',
			'disputesGrossAmount',
			'fundedDisputesCount',
			'feeTotalAmount',
			'disputeReversalAmount',
			'disputeReversalCount',
			'acceptorPaymentsAmount',
		];
		expect(asked.filter((name) => deprecated.includes(name))).toEqual([]);
	});
});

describe('the table of the queries', () => {
	it('contains the documented queries', () => {
		expect(reportQueries.map(({ name }) => name).sort()).toEqual([
			'achNotificationsOfChange',
			'achReturns',
			'allocations',
			'authorizationSummaries',
			'feeSummaries',
			'fees',
			'fundingAchReturns',
			'fundingDisbursementReturns',
			'fundingDisputeEvents',
			'fundingSummaries',
			'fundingTransactions',
			'paymentTransactionSummaries',
			'paymentTransactions',
		]);
	});

	describe.each(reportQueries.map((query) => [query.name, query] as const))('%s', (_, query) => {
		const input = schema.getType(query.inputType) as GraphQLInputObjectType;
		const wherePath = getNamedType(input.getFields().where!.type) as GraphQLInputObjectType;
		const standard = wherePath.getFields().standardFeeFilter;
		const members: Record<string, GraphQLInputField> = {
			...(standard ? (getNamedType(standard.type) as GraphQLInputObjectType) : wherePath).getFields(),
			...(standard && {
				fundsTransferId: (
					schema.getType('FundsTransferIdFeeFilterInput') as GraphQLInputObjectType
				).getFields().fundsTransferId!,
			}),
		};

		it('offers each member of its filter type, and no other', () => {
			const offered = [...query.dates, ...query.filters].map(({ name }) => name);
			expect(offered.sort()).toEqual(Object.keys(members).sort());
		});

		it('knows their types', () => {
			for (const { name } of query.dates) {
				expect(getNamedType(members[name]!.type).name).toBe('DateRangeFilterInput');
			}
			for (const { name, form, values } of query.filters) {
				const type = getNamedType(members[name]!.type);
				const expected = {
					ids: /^GuidFilterInput$/,
					codes: /^EnumFilterInputOf/,
					text: /^String$/,
					texts: /^StringFilterInput$/,
					choices: /^EnumFilterInputOf/,
				}[form];
				expect(type.name).toMatch(expected);
				if (form !== 'choices' || !isInputObjectType(type)) continue;
				const choices = getNamedType(type.getFields().in!.type) as GraphQLEnumType;
				const current = choices
					.getValues()
					.filter(({ deprecationReason }) => deprecationReason === undefined);
				expect([...values!].sort()).toEqual(current.map(({ value }) => value as string).sort());
			}
		});

		it('requires days exactly when its type does', () => {
			const isRequired = query.dates.some(({ name }) => String(members[name]!.type).endsWith('!'));
			expect(query.isDateRequired ?? false).toBe(isRequired);
		});

		it('can be ordered by the fields that its type allows', () => {
			const orderBy = input.getFields().orderBy;
			expect(query.isSummary).toBe(orderBy !== undefined);
			if (orderBy === undefined) return expect(query.sortFields).toBeUndefined();
			const field = (getNamedType(orderBy.type) as GraphQLInputObjectType).getFields().field!;
			const type = getNamedType(field.type);
			expect(
				isEnumType(type) &&
					type
						.getValues()
						.map(({ value }) => value as string)
						.sort(),
			).toEqual([...query.sortFields!].sort());
		});
	});
});

describe('fields typed by the user', () => {
	const [query] = reportQueries;

	it('replace the usual ones', () => {
		const document = queryDocument(query!, ' id acceptor { id, name: businessName } ');
		expect(document).toContain('id acceptor { id, name: businessName }');
		expect(document).not.toContain('changeReason');
		expect(validate(schema, parse(document))).toEqual([]);
	});

	it.each(['', '   ', '\n'])('default to the usual ones: %j', (fields) =>
		expect(queryDocument(query!, fields)).toBe(queryDocument(query!)),
	);

	it.each([
		'id } pageInfo { hasNextPage } } other: fees(input: {}) { items { id',
		'id } } } mutation Evil { createAsyncReport',
		'id }',
		'{ id',
		'} {',
		'id # } comment',
		'acceptor(id: "x") { id }',
		'id @include(if: true)',
		'${id}',
		'"id"',
	])('cannot become anything else: %s', (fields) =>
		expect(() => queryDocument(query!, fields)).toThrow('"Fields" is not a list of fields'),
	);
});
