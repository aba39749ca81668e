/** A plain decimal as people read it: `-1234.50` is `-1,234.50`. */
export function grouped(decimal: string): string {
	const [whole = '', ...fraction] = decimal.split('.');
	return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...fraction].join('.');
}
