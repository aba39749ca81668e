import { safeFileName } from '../../shared/files/fileNames';

export interface EntryName {
	/** The name alone, unlike that of every other file of the archive. */
	fileName: string;
	/** With its folders, "/" between them; nothing in it leads out of a folder. */
	path: string;
}

/** Makes names from those in an archive, which a stranger may have chosen. */
export class EntryNames {
	private readonly taken = new Set<string>();

	nameOf(stored: string): EntryName {
		const parts = stored
			.split(/[/\\]/)
			.map((part) => safeFileName(part))
			.filter((part) => part !== undefined);
		const name = parts.at(-1) ?? 'file';
		const fileName = this.unlike(name);
		return { fileName, path: [...parts.slice(0, -1), name].join('/') };
	}

	/** `report.csv` for the second time is `report (2).csv`. Small and capital letters are the same to many file systems. */
	private unlike(name: string): string {
		const [, stem = name, ending = ''] = /^(.+?)(\.[a-z0-9]{1,8})?$/i.exec(name) ?? [];
		let unlike = name;
		for (let count = 2; this.taken.has(unlike.toLowerCase()); count++) unlike = `${stem} (${count})${ending}`;
		this.taken.add(unlike.toLowerCase());
		return unlike;
	}
}

/** What macOS adds to archives beside the files themselves. */
export const isByTheWay = (stored: string): boolean =>
	stored.startsWith('__MACOSX/') || /(^|\/)\.DS_Store$/.test(stored);
