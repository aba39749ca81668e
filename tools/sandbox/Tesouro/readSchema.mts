import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema, GraphQLScalarType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { scalars } from './scalars.mts';

const read = new Map<string | undefined, GraphQLSchema>();

/**
 * The part of Tesouro's API that the sandbox speaks, with scalars that check their values; as of 2026, or of 2025-06. Read
 * once a process: it takes many times as long as a query.
 */
export function readSchema(without: 'allocations' | undefined = undefined): GraphQLSchema {
	const schema = read.get(without) ?? build(without);
	read.set(without, schema);
	return schema;
}

function build(without: 'allocations' | undefined): GraphQLSchema {
	const text = readFileSync(resolve('tools/sandbox/Tesouro/schema.graphql'), 'utf8');
	const schema = buildSchema(
		without ? text.replace(/^\t(allocations|fundingAchReturns|fundingDisbursementReturns)\(.*$/gm, '') : text,
	);
	for (const scalar of scalars) {
		const declared = schema.getType(scalar.name);
		if (!(declared instanceof GraphQLScalarType)) throw new Error(`The schema has no scalar ${scalar.name}.`);
		// buildSchema knows scalars by name only; this gives them their behaviour.
		declared.parseValue = scalar.parseValue;
		declared.parseLiteral = scalar.parseLiteral;
	}
	return schema;
}
