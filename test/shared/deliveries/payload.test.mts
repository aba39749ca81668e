import { parseJson } from '../../../nodes/shared/deliveries/payload';

it('JSON is read unchanged', () => {
	expect(parseJson(Buffer.from('{"größe":"✓"}'))).toEqual({ value: { größe: '✓' } });
	expect(parseJson(Buffer.from('null'))).toEqual({ value: null });
});

it('a key named __proto__ stays a key', () => {
	const { value } = parseJson(Buffer.from('{"__proto__":{"polluted":true}}')) as { value: object };
	expect(Object.keys(value)).toEqual(['__proto__']);
	expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

it.each<[string, Buffer]>([
	['nothing', Buffer.alloc(0)],
	['text', Buffer.from('hello')],
	['JSON cut off', Buffer.from('{"a":')],
	['JSON with a byte that is not UTF-8 in a text', Buffer.from([0x22, 0xff, 0x22])],
	['JSON with a character in two bytes too many', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
	['JSON with half a surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
	['JSON in UTF-16', Buffer.from('{"a":1}', 'utf16le')],
])('%s is not JSON', (_, bytes) => expect(parseJson(bytes)).toBeUndefined());
