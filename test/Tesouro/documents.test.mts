import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import * as documents from '../../nodes/Tesouro/documents';

const schema = buildSchema(readFileSync('test/sandbox/schema.graphql', 'utf8'));

it.each(Object.entries(documents))('%s is valid for the schema of the API', (_, document) => {
	expect(validate(schema, parse(document))).toEqual([]);
});

it('there are documents', () => expect(Object.keys(documents).length).toBeGreaterThanOrEqual(2));
