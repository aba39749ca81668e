import { uniqueNames } from '../../../nodes/ReportFile/csv/columnNames';

it.each([
	['a,a,a', 'a,a 2,a 3'],
	['a,a 2,a,a', 'a,a 2,a 3,a 4'],
	['a 2,a,a', 'a 2,a,a 3'],
	['a,a 2,a 2,a', 'a,a 2,a 2 2,a 3'],
	[',b, ', 'Column 1,b,Column 3'],
	['Column 2,', 'Column 2,Column 2 2'],
	['b , b', 'b,b 2'],
])('names the columns of %p %p', (header, names) => {
	expect(uniqueNames(header.split(',')).join(',')).toBe(names);
});

it('a header of many equal names takes no more steps than it has names', () => {
	const has = jest.spyOn(Set.prototype, 'has');
	const names = uniqueNames(Array<string>(3_000).fill('a'));
	const steps = has.mock.calls.length;
	has.mockRestore();
	expect(new Set(names).size).toBe(3_000);
	expect(steps).toBeLessThan(10_000);
});
