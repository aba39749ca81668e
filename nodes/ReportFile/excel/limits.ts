/** What a sheet of Excel can hold ("Excel specifications and limits", Microsoft). */
export const ROWS_AT_MOST = 1_048_576;
export const COLUMNS_AT_MOST = 16_384;
export const CELL_CHARACTERS_AT_MOST = 32_767;
/** Excel computes with this many digits; a longer number loses the others. */
export const DIGITS_AT_MOST = 15;
export const SHEET_NAME_CHARACTERS_AT_MOST = 31;
