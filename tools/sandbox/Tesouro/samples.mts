/** Quote a CSV field where RFC 4180 asks for it. */
export function quoteField(text: string): string {
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Invented businesses, chosen to hold what breaks careless CSV readers: commas, quotation marks, other alphabets. */
export const acceptorNames = [
	'Harbor Coffee Roasters',
	'Joe\'s "Best in Town" Diner, LLC',
	'Café Añejo, S.A. de C.V.',
	'Bäckerei Müller & Söhne',
	'Łódź Rowery',
	'東京文具店',
	'Smith, Jones & Partners',
	'The "Little" Bookshop',
].map(quoteField);

export const bankNames = [
	'First Example Bank',
	'Banco Ejemplo, S.A.',
	'Crédit Exemple',
	'Sparkasse Beispielstadt',
	'Example Trust, N.A.',
].map(quoteField);

export const firstNames = ['Ana', 'Björn', 'Chloé', 'Dmitri', 'Eun-ji', 'Fátima', 'George', 'Håkon'];
export const lastNames = ['García', "O'Neill", 'Østergård', 'Smith, Jr.', 'Nguyễn', 'Žižek', 'Tanaka'].map(
	quoteField,
);

export const brands = ['VISA', 'MASTERCARD', 'DISCOVER', 'AMERICAN_EXPRESS'];
export const currencies = ['USD', 'USD', 'USD', 'CAD'];
export const fundingSources = ['CREDIT', 'DEBIT', 'PREPAID'];
export const transactionTypes = ['SALE', 'SALE', 'SALE', 'AUTHORIZATION', 'CAPTURE', 'REFUND'];
export const responses = [
	['000', 'Approved'],
	['000', 'Approved'],
	['000', 'Approved'],
	['051', 'Declined, insufficient funds'],
	['054', 'Declined: "expired card"'],
].map(([code, message]) => [code as string, quoteField(message as string)] as const);
