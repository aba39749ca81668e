/** 1, 10, 100 and so on, as far as a double counts exactly: to look one up is several times as fast as to calculate it. */
export const powersOfTen = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
