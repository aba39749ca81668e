import { escapeAttribute } from './cellText';

export const HEADER_STYLE = 1;
/** Numbers below belong to formats of Excel's own (ECMA-376, 18.8.30). */
const FIRST_FORMAT_ID = 164;

/** The styles of a workbook: 0 plain, 1 the header, then one for each format code. */
export class Styles {
	private readonly formats: string[] = [];

	/** The index of the style that shows numbers by a format code, e.g. `#,##0.00`; 0 without one. */
	indexOf(format: string | undefined): number {
		if (format === undefined) return 0;
		if (!this.formats.includes(format)) this.formats.push(format);
		return HEADER_STYLE + 1 + this.formats.indexOf(format);
	}

	xml(): string {
		const codes = this.formats.map(
			(format, index) =>
				`<numFmt numFmtId="${FIRST_FORMAT_ID + index}" formatCode="${escapeAttribute(format)}"/>`,
		);
		const styles = this.formats.map(
			(_, index) =>
				`<xf numFmtId="${FIRST_FORMAT_ID + index}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
		);
		const font = '<sz val="11"/><name val="Calibri"/><family val="2"/>';
		return [
			'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
			codes.length > 0 ? `<numFmts count="${codes.length}">${codes.join('')}</numFmts>` : '',
			`<fonts count="2"><font>${font}</font><font><b/>${font}</font></fonts>`,
			'<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
			'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
			'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
			`<cellXfs count="${styles.length + 2}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>`,
			'<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>',
			`${styles.join('')}</cellXfs>`,
			'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
			'</styleSheet>',
		].join('');
	}
}
