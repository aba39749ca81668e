import { GraphQLError, GraphQLScalarType } from 'graphql';

const day = /^\d{4}-\d{2}-\d{2}$/;
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/i;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** "Scalars: `Date` (`YYYY-MM-DD`), `DateTime` (ISO 8601), `UUID`, `Long`, `Decimal`." */
export const scalars: GraphQLScalarType[] = [
	textScalar('UUID', 'a UUID', (text) => uuid.test(text)),
	textScalar('Date', 'a date YYYY-MM-DD', isDay),
	textScalar(
		'DateTime',
		'an ISO 8601 date and time',
		(text) => moment.test(text) && isDay(text.slice(0, 10)),
	),
	new GraphQLScalarType({ name: 'Long', parseValue: parseLong }),
	new GraphQLScalarType({ name: 'Decimal', parseValue: parseDecimal }),
];

function textScalar(name: string, expected: string, isValid: (text: string) => boolean): GraphQLScalarType {
	return new GraphQLScalarType({
		name,
		parseValue(value: unknown) {
			if (typeof value === 'string' && isValid(value)) return value;
			throw new GraphQLError(`${name} cannot represent ${JSON.stringify(value)}: it must be ${expected}.`);
		},
	});
}

/** Also refuses 30 February, which JavaScript would roll over into March. */
function isDay(text: string): boolean {
	const date = new Date(`${text}T00:00:00Z`);
	return day.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function parseLong(value: unknown): number {
	if (Number.isSafeInteger(value)) return value as number;
	throw new GraphQLError(`Long cannot represent ${JSON.stringify(value)}.`);
}

function parseDecimal(value: unknown): number {
	if (typeof value === 'number' && Number.isFinite(value)) return value;
	throw new GraphQLError(`Decimal cannot represent ${JSON.stringify(value)}.`);
}
