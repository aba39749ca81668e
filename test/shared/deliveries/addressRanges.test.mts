import { isEverything, isInRanges, readRanges } from '../../../nodes/shared/deliveries/addressRanges';

describe('an address', () => {
	it.each([
		['203.0.113.7', '203.0.113.7', true],
		['203.0.113.7', '203.0.113.8', false],
		['203.0.113.0/24', '203.0.113.255', true],
		['203.0.113.0/24', '203.0.114.0', false],
		['203.0.113.77/24', '203.0.113.1', true],
		['203.0.113.128/25', '203.0.113.127', false],
		['10.0.0.0/8', '11.0.0.0', false],
		['198.51.100.4/30', '198.51.100.7', true],
		['198.51.100.4/30', '198.51.100.8', false],
		['203.0.113.7/32', '::ffff:203.0.113.7', true],
		['203.0.113.7/32', '::ffff:cb00:7107', true],
		['::ffff:203.0.113.0/120', '203.0.113.9', true],
		['::ffff:203.0.113.0/120', '203.0.112.9', false],
		['2001:db8::/32', '2001:db8:ffff::1', true],
		['2001:db8::/32', '2001:db9::', false],
		['2001:db8::1', '2001:0DB8:0:0:0:0:0:1', true],
		['fe80::/10', 'fe80::1%eth0', true],
		['::1', '0.0.0.1', false],
		['::cb00:7107', '203.0.113.7', false],
		['1.2.3.4, 5.6.7.8\n9.10.11.12/31', '9.10.11.13', true],
	])('in %s: %s is %s', (list, address, expected) => {
		const { ranges, unreadable } = readRanges(list);
		expect(unreadable).toEqual([]);
		expect(isInRanges(address, ranges)).toBe(expected);
	});

	it.each([undefined, '', 'x', '203.0.113.7, 10.0.0.1', '203.0.113.007', 'unknown', '203.0.113.7:443'])(
		'like %j is in no range',
		(address) => {
			const { ranges } = readRanges('203.0.113.0/24, 10.0.0.0/8, ::/1, 8000::/1');
			expect(isInRanges(address, ranges)).toBe(false);
		},
	);
});

describe('a list of addresses', () => {
	it.each([
		'1.2.3',
		'1.2.3.256',
		'01.2.3.4',
		'1.2.3.4/33',
		'1.2.3.4/',
		'1.2.3.4/-1',
		'1.2.3.4/8/8',
		'1.2.3.4-1.2.3.9',
		'::ffff:1.2.3.4/95',
		'1::2::3',
		'1:2:3:4:5:6:7',
		'1:2:3:4:5:6:7:8:9',
		'1:2:3:4:5:6:7:8::',
		'12345::',
		'::/129',
		'example.com',
		'*',
	])('refuses %s', (entry) => {
		expect(readRanges(`10.0.0.1, ${entry}`)).toMatchObject({ unreadable: [entry], ranges: [{}] });
	});

	it('recognises a block that contains every address', () => {
		const whole = (list: string) => readRanges(list).ranges.some(isEverything);
		expect(whole('0.0.0.0/0')).toBe(true);
		expect(whole('::/0')).toBe(true);
		expect(whole('::ffff:0.0.0.0/96')).toBe(true);
		expect(whole('0.0.0.0/1, ::/1')).toBe(false);
	});
});
