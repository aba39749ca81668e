import {
	getNamedType,
	getNullableType,
	isEnumType,
	isInterfaceType,
	isListType,
	isObjectType,
	type GraphQLObjectType,
	type GraphQLOutputType,
	type GraphQLSchema,
} from 'graphql';
import { createRandom } from '../random.mts';
import type { Random } from '../random.mts';
import { bankNames, currencies } from './samples.mts';

/** Plain names: what is quoted for CSV is no value of JSON. */
const acceptorNames = ['Harbor Coffee Roasters', 'Café Añejo', 'Bäckerei Müller & Söhne', '東京文具店'];

/** Whom everything belongs to. */
export const organization = {
	id: '00000000-0000-4000-9000-000000000000',
	businessName: 'Sandbox organization',
	name: 'Sandbox organization',
	legalName: 'Sandbox organization Ltd.',
	phoneNumber: '+1 555 0100',
};

/** Whose token it is, as the user that requests reports. */
export const signedIn = {
	id: '00000000-0000-4000-a000-000000000000',
	name: 'Sandbox client',
	email: 'client@sandbox.example',
	jobTitle: 'Treasurer',
};

export type Row = Record<string, unknown>;

interface Place {
	schema: GraphQLSchema;
	random: Random;
	day: string;
	acceptor: number;
}

/**
 * One row of a report, made from nothing but the schema, the day and its number: the same each time it is asked for, and
 * with every field that the schema has.
 */
export function makeRow(schema: GraphQLSchema, typeName: string, day: string, index: number): Row {
	const random = createRandom(hash(`${typeName}/${day}/${index}`));
	const type = schema.getType(typeName);
	if (!isObjectType(type) && !isInterfaceType(type)) throw new Error(`There is no type ${typeName}.`);
	return makeValue('', type, { schema, random, day, acceptor: random.below(acceptorNames.length) }) as Row;
}

function makeValue(name: string, type: GraphQLOutputType, place: Place): unknown {
	const bare = getNullableType(type);
	if (isListType(bare)) return [];
	const named = getNamedType(bare);
	const { random } = place;
	if (isInterfaceType(named)) {
		const kinds = place.schema.getPossibleTypes(named);
		return makeObject(random.pick(kinds), place);
	}
	if (isObjectType(named)) return makeObject(named, place);
	if (isEnumType(named)) return random.pick(named.getValues()).value;
	return makeScalar(name, named.name, place);
}

function makeObject(type: GraphQLObjectType, place: Place): Row {
	const { acceptor } = place;
	if (type.name === 'Acceptor') {
		const id = `00000000-0000-4000-8000-${String(acceptor).padStart(12, '0')}`;
		const name = acceptorNames[acceptor];
		const reference = `store-${acceptor + 1}`;
		const billingDescriptor = reference.toUpperCase();
		return {
			id,
			businessName: name,
			name,
			reference,
			billingDescriptor,
			...descriptorParts(billingDescriptor),
		};
	}
	if (type.name === 'Organization') {
		return organization;
	}
	const fields = Object.values(type.getFields()).map(({ name, type: fieldType }) => [
		name,
		makeValue(name, fieldType, place),
	]);
	const row: Row = { __typename: type.name, ...Object.fromEntries(fields) };
	if ('transactionType' in row && 'paymentMethod' in row) row.transactionType = kindOf(type);
	return row;
}

/** The members in which the schema of 2025-06 has it. */
const descriptorParts = (billingDescriptor: string) => ({
	billingDescriptorName: billingDescriptor,
	billingDescriptorServiceFeeName: `${billingDescriptor} FEE`,
	billingDescriptorCity: 'PORTLAND',
	billingDescriptorState: 'OR',
});

/** ApprovedRefundAuthorization is a REFUND_AUTHORIZATION. */
function kindOf({ name }: GraphQLObjectType): string {
	const kind = name
		.replace(/^(Accepted|Approved|Declined)/, '')
		.replace(/([a-z])([A-Z])/g, '$1_$2')
		.toUpperCase();
	return kind === 'ACCOUNT_VALIDATION' ? 'BANK_ACCOUNT_VALIDATION' : kind;
}

function makeScalar(name: string, scalar: string, { random, day }: Place): unknown {
	switch (scalar) {
		case 'UUID':
			return random.uuid();
		case 'Date':
			return day;
		case 'DateTime':
			return `${day}T${String(random.below(24)).padStart(2, '0')}:00:00Z`;
		case 'Decimal':
			return random.below(2_000_000) / 100;
		case 'Int':
		case 'Long':
			return random.below(1000);
		case 'Boolean':
			return random.below(2) === 1;
		default:
			return makeText(name, random);
	}
}

function makeText(name: string, random: Random): string {
	if (/currency/i.test(name)) return random.pick(currencies);
	if (name === 'merchantCategory') return random.pick(['5812', '5411', '7011']);
	if (name === 'issuingBankName') return random.pick(bankNames);
	return `${name} ${random.below(10_000)}`;
}

/** FNV-1a. */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let index = 0; index < text.length; index += 1) {
		value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
	}
	return value >>> 0;
}
