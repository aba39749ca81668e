import { attributeOf } from './xmlText';
import type { XmlHandler } from './xmlScanner';

export interface SheetEntry {
	name: string;
	relation: string;
	isHidden: boolean;
}

/** The list of sheets in `xl/workbook.xml`, and how days are counted. */
export function workbookHandler(found: { sheets: SheetEntry[]; is1904: boolean }): XmlHandler {
	return {
		open(name, attributes) {
			if (name === 'workbookPr') {
				found.is1904 = /^(1|true)$/.test(attributeOf(attributes, 'date1904') ?? '');
			} else if (name === 'sheet') {
				found.sheets.push({
					name: attributeOf(attributes, 'name') ?? '',
					relation: attributeOf(attributes, 'id') ?? '',
					isHidden: /hidden/i.test(attributeOf(attributes, 'state') ?? ''),
				});
			}
		},
		close() {},
	};
}

/** What a part points at, by ID: the parts' paths, as they are in the archive. */
export function relationsHandler(part: string, targets: Map<string, string>): XmlHandler {
	const folder = part.split('/').slice(0, -2);
	return {
		open(name, attributes) {
			if (name !== 'Relationship') return;
			const target = attributeOf(attributes, 'Target') ?? '';
			const path = target.startsWith('/') ? target.slice(1).split('/') : [...folder, ...target.split('/')];
			targets.set(attributeOf(attributes, 'Id') ?? '', normal(path));
		},
		close() {},
	};
}

function normal(path: string[]): string {
	const kept: string[] = [];
	for (const step of path) {
		if (step === '..') kept.pop();
		else if (step !== '.' && step !== '') kept.push(step);
	}
	return kept.join('/');
}
