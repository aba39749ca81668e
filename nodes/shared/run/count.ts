/** `1 row`, `10,000 rows`. */
export const count = (number: number, thing: string): string =>
	`${number.toLocaleString('en-US')} ${thing}${number === 1 ? '' : 's'}`;
