/** The value in the middle; NaN of nothing. */
export const median = (values: readonly number[]): number =>
	[...values].sort((one, other) => one - other)[values.length >> 1] ?? NaN;
