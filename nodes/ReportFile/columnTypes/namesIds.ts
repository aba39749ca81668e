const lastWords = new Set(
	'id ids no nr number code key ref reference account iban bic bin last4 zip postcode plz phone tel mid tid arn rrn mcc sku ean isbn vat'.split(
		' ',
	),
);

/** Whether a column, by the last word of its name, holds numbers that are never added up: `merchantId`, `card_bin`, `Order No.` */
export function namesIds(name: string): boolean {
	const words = name
		.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter((word) => word !== '');
	return lastWords.has(words.at(-1) ?? '');
}
