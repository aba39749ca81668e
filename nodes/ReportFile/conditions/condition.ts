/** One condition, as the panel gives it. */
export interface Condition {
	column: string;
	operator: string;
	value?: unknown;
	upTo?: unknown;
}
