import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema, GraphQLScalarType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { scalars } from './scalars.mts';

/** The part of Tesouro's API that the sandbox speaks, with scalars that check their values. */
export function readSchema(): GraphQLSchema {
	const schema = buildSchema(readFileSync(resolve('test/sandbox/schema.graphql'), 'utf8'));
	for (const scalar of scalars) {
		const declared = schema.getType(scalar.name);
		if (!(declared instanceof GraphQLScalarType)) throw new Error(`The schema has no scalar ${scalar.name}.`);
		// buildSchema knows scalars by name only; this gives them their behaviour.
		declared.parseValue = scalar.parseValue;
		declared.parseLiteral = scalar.parseLiteral;
	}
	return schema;
}
