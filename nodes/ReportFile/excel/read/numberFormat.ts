/** What a format makes of a number. `zeros` is the least number of digits, as in the format 00000. */
export type NumberFormat =
	{ kind: 'plain' } | { kind: 'date' | 'dateTime' | 'time' | 'elapsed' } | { kind: 'zeros'; digits: number };

const plain: NumberFormat = { kind: 'plain' };

/** Formats of Excel's own that show dates and times (ECMA-376, 18.8.30); those of East Asia among them. */
export function builtInFormat(id: number): NumberFormat {
	if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58))
		return { kind: 'date' };
	if (id === 22) return { kind: 'dateTime' };
	if ((id >= 18 && id <= 21) || id === 45 || id === 47 || (id >= 32 && id <= 35)) return { kind: 'time' };
	return id === 46 ? { kind: 'elapsed' } : plain;
}

/** The same of a format code, by its first section. */
export function customFormat(code: string): NumberFormat {
	// Text in quotes or after a backslash, colours, conditions and currencies do not determine the kind.
	const bare = code
		.replace(/"[^"]*"|\\.|_.|\*./g, '')
		.replace(/\[(?!h+\]|m+\]|s+\])[^[\]]*\]/gi, '')
		.split(';')[0]!
		.toLowerCase();
	if (/\[(h+|m+|s+)\]/.test(bare)) return { kind: 'elapsed' };
	if (/general|standard/.test(bare)) return plain;
	const hasDay = /[yd]/.test(bare) || /(^|[^h:s])m{3,}/.test(bare);
	const hasTime = /[hs]/.test(bare);
	if (hasDay) return { kind: hasTime ? 'dateTime' : 'date' };
	if (hasTime) return { kind: 'time' };
	return /^0{2,}$/.test(bare) ? { kind: 'zeros', digits: bare.length } : plain;
}
