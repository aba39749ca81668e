import { escapeAttribute } from './cellText';

const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export const sheetPath = (sheet: number): string => `xl/worksheets/sheet${sheet}.xml`;

/** Which part of the package is of which kind. */
export const contentTypes = (sheets: number): string =>
	`<Types xmlns="${PACKAGE}/content-types">` +
	'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
	'<Default Extension="xml" ContentType="application/xml"/>' +
	overrideOf('xl/workbook.xml', 'sheet.main') +
	overrideOf('xl/styles.xml', 'styles') +
	overrideOf('xl/sharedStrings.xml', 'sharedStrings') +
	upTo(sheets, (sheet) => overrideOf(sheetPath(sheet), 'worksheet')) +
	'</Types>';

/** Where the workbook is. */
export const packageRelations = (): string =>
	relations([relation('rId1', 'officeDocument', 'xl/workbook.xml')]);

/** Where the parts of the workbook are. */
export const workbookRelations = (sheets: number): string =>
	relations([
		upTo(sheets, (sheet) => relation(`rId${sheet}`, 'worksheet', `worksheets/sheet${sheet}.xml`)),
		relation(`rId${sheets + 1}`, 'styles', 'styles.xml'),
		relation(`rId${sheets + 2}`, 'sharedStrings', 'sharedStrings.xml'),
	]);

export const workbook = (names: string[]): string =>
	`<workbook xmlns="${SPREADSHEET}" xmlns:r="${OFFICE}"><sheets>` +
	names
		.map((name, at) => `<sheet name="${escapeAttribute(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
		.join('') +
	'</sheets></workbook>';

const overrideOf = (path: string, type: string) =>
	`<Override PartName="/${path}" ContentType="${TYPES}.${type}+xml"/>`;

const relations = (all: string[]) =>
	`<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`;

const relation = (id: string, type: string, target: string) =>
	`<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;

const upTo = (count: number, make: (number: number) => string) =>
	Array.from({ length: count }, (_, index) => make(index + 1)).join('');
