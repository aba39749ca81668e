/** Numbers that look random and are the same for the same seed, so that a report can be made again byte for byte. */
export interface Random {
	/** A whole number from 0 up to, not including, `limit`. */
	below(limit: number): number;
	pick<T>(choices: readonly T[]): T;
	uuid(): string;
}

const hex = Array.from({ length: 65536 }, (_, number) => number.toString(16).padStart(4, '0'));

/** A generator of the SplitMix family on 32 bits: not for secrets, but five million rows need it fast. */
export function createRandom(seed: number): Random {
	let state = seed >>> 0;

	function next(): number {
		state = (state + 0x9e3779b9) >>> 0;
		let mixed = state;
		mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
		mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
		return (mixed ^ (mixed >>> 16)) >>> 0;
	}

	function below(limit: number): number {
		return next() % limit;
	}

	return {
		below,
		pick: <T,>(choices: readonly T[]) => choices[below(choices.length)] as T,
		uuid() {
			const [a, b, c, d] = [next(), next(), next(), next()];
			const version = hex[0x4000 | (b & 0x0fff)];
			const variant = hex[0x8000 | (c & 0x3fff)];
			return `${hex[a >>> 16]}${hex[a & 0xffff]}-${hex[b >>> 16]}-${version}-${variant}-${hex[c >>> 16]}${hex[d >>> 16]}${hex[d & 0xffff]}`;
		},
	};
}
