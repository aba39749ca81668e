/** An expression that takes more steps than its text has characters, and why nobody can make that text long. */
export interface ShortText {
	file: string;
	expression: string;
	why: string;
}

/** Whatever is missing here must be written differently, or get a shorter text. */
export const shortTexts: ShortText[] = [
	{
		file: 'nodes/ConnectReport/api/credential.ts',
		expression: '/\\/+(api(\\/v1(\\/.*)?)?|portal(\\/.*)?|admin(\\/.*)?)?$/i',
		why: "the address in the user's own credential",
	},
	{
		file: 'nodes/ConnectReport/api/credential.ts',
		expression: '/\\/+$/',
		why: "the address in the user's own credential",
	},
	{
		file: 'nodes/shared/http/baseUrl.ts',
		expression: '/\\/+$/',
		why: "the address in the user's own credential",
	},
	{
		file: 'nodes/shared/deliveries/receiveSafely.ts',
		expression: '/([^\\\\/()\\s]+:\\d+:\\d+)\\)?$/',
		why: 'PLACE_LENGTH_AT_MOST: 200 characters',
	},
	{
		file: 'nodes/Tesouro/api/exactJson.ts',
		expression: '/^-|[eE].*$/g',
		why: 'LENGTH_AT_MOST: 400 characters',
	},
	{
		file: 'nodes/Tesouro/api/exactJson.ts',
		expression: '/0+$/',
		why: 'LENGTH_AT_MOST: 400 characters',
	},
	{
		file: 'nodes/Tesouro/api/missingScopes.ts',
		expression: '/[.:]+$/',
		why: 'words in 2,000 characters of an answer of the API',
	},
	{
		file: 'nodes/ReportFile/numbers/parseDecimal.ts',
		expression: '/\\s*[$€£¥]$/',
		why: 'NUMBER_CHARACTERS_AT_MOST: 120 characters',
	},
	{
		file: 'nodes/ReportFile/rows/dates.ts',
		expression:
			'/^[T ]?\\s*(\\d{1,2}):(\\d{2})(?::(\\d{2})(\\.\\d+)?)?\\s*(am|pm)?\\s*(Z|[-+]\\d{2}:?\\d{2})?$/i',
		why: 'DATE_CHARACTERS_AT_MOST: 40 characters',
	},
	{
		file: 'nodes/ReportFile/excel/read/cellValue.ts',
		expression: '/0+$/',
		why: 'what toFixed(20) returns of a number below 1',
	},
	{
		file: 'nodes/ReportFile/panel/grouped.ts',
		expression: '/\\B(?=(\\d{3})+$)/g',
		why: 'a sum of numbers of NUMBER_CHARACTERS_AT_MOST, 120 characters, with exponents of three digits',
	},
	{
		file: 'nodes/ReportFile/excel/write/sheetName.ts',
		expression: "/^'+|'+$/g",
		why: 'SHEET_NAME_CHARACTERS_AT_MOST: 31 characters',
	},
];
