/** Whether a byte is one of 0 to 9. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function isDigit(byte: u8): bool {
	return byte - 48 <= 9;
}

/** Whether two digits are a number below a limit. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function isBelow(at: usize, limit: i32): bool {
	const tens = load<u8>(at) - 48;
	const ones = load<u8>(at, 1) - 48;
	return tens <= 9 && ones <= 9 && 10 * <i32>tens + <i32>ones < limit;
}

/** Whether ten bytes are a day of the calendar as 2026-01-31: the same days as for isIso.ts. */
export function isDay(text: usize): bool {
	// Each digit with its largest value, and what does not matter with any.
	const over = i8x16.sub(
		v128.load(text),
		i8x16(48, 48, 48, 48, 45, 48, 48, 45, 48, 48, 0, 0, 0, 0, 0, 0),
	);
	const most = i8x16(9, 9, 9, 9, 0, 1, 9, 0, 3, 9, -1, -1, -1, -1, -1, -1);
	if (!i8x16.all_true(i8x16.le_u(over, most))) return false;
	const month = 10 * <i32>i8x16.extract_lane_u(over, 5) + <i32>i8x16.extract_lane_u(over, 6);
	const day = 10 * <i32>i8x16.extract_lane_u(over, 8) + <i32>i8x16.extract_lane_u(over, 9);
	if (month < 1 || month > 12 || day < 1) return false;
	if (day <= 28) return true;
	if (month != 2) return day <= 30 + (month == 4 || month == 6 || month == 9 || month == 11 ? 0 : 1);
	const century = 10 * <i32>i8x16.extract_lane_u(over, 0) + <i32>i8x16.extract_lane_u(over, 1);
	const year = 10 * <i32>i8x16.extract_lane_u(over, 2) + <i32>i8x16.extract_lane_u(over, 3);
	return day == 29 && (year == 0 ? century : year) % 4 == 0;
}

/** Whether what follows a day is T or a space, then hours and minutes; seconds, a fraction and Z may follow. */
export function isTime(text: usize, end: usize): bool {
	if (end - text == 14 && isUsualTime(text)) return true;
	const first = load<u8>(text);
	if (end - text < 6 || (first != 84 && first != 32) || load<u8>(text, 3) != 58) return false;
	if (!isBelow(text + 1, 24) || !isBelow(text + 4, 60)) return false;
	let at = text + 6;
	if (at < end && load<u8>(at) == 58) {
		if (at + 3 > end || !isBelow(at + 1, 60)) return false;
		at += 3;
		if (at + 1 < end && load<u8>(at) == 46 && isDigit(load<u8>(at, 1))) {
			at++;
			while (at < end && isDigit(load<u8>(at))) at++;
		}
	}
	if (at < end && load<u8>(at) == 90) at++;
	return at == end;
}

/** T10:20:30.125Z; the two bytes before it do not matter. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function isUsualTime(text: usize): bool {
	const over = i8x16.sub(
		v128.load(text - 2),
		i8x16(0, 0, 84, 48, 48, 58, 48, 48, 58, 48, 48, 46, 48, 48, 48, 90),
	);
	const most = i8x16(-1, -1, 0, 2, 9, 0, 5, 9, 0, 5, 9, 0, 9, 9, 9, 0);
	if (!i8x16.all_true(i8x16.le_u(over, most))) return false;
	return i8x16.extract_lane_u(over, 3) < 2 || i8x16.extract_lane_u(over, 4) < 4;
}
