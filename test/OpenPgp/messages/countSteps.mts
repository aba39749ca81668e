type Method = (this: unknown, ...given: unknown[]) => unknown;

/**
 * How many characters or bytes the methods below look at or copy while this work is going on. An expression counts once for
 * each character: that none takes more is the matter of test/expressions.
 */
export async function countSteps(work: () => Promise<unknown>): Promise<number> {
	let steps = 0;
	const undo: Array<() => void> = [];
	const replace = (on: object, name: string, make: (method: Method) => Method) => {
		const method = Reflect.get(on, name) as Method;
		Reflect.set(on, name, make(method));
		undo.push(() => Reflect.set(on, name, method));
	};
	const searching = (method: Method): Method =>
		function (needle, start = 0) {
			const at = Reflect.apply(method, this, [needle, start]) as number;
			steps += Math.max(0, (at < 0 ? (this as string | Buffer).length : at + 1) - Number(start));
			return at;
		};
	const taking = (method: Method): Method =>
		function (...given) {
			const result = Reflect.apply(method, this, given);
			steps += (this as string | Buffer).length;
			return result;
		};
	for (const on of [String.prototype, Buffer.prototype]) replace(on, 'indexOf', searching);
	for (const name of ['split', 'trim', 'trimStart']) replace(String.prototype, name, taking);
	replace(Buffer.prototype, 'toString', taking);
	// All that takes an expression calls this.
	replace(
		RegExp.prototype,
		'exec',
		(exec) =>
			function (text) {
				const { global, sticky, lastIndex } = this as RegExp;
				const found = Reflect.apply(exec, this, [text]) as RegExpExecArray | null;
				const end = found === null ? String(text).length : found.index + found[0].length;
				steps += Math.max(1, end - (global || sticky ? lastIndex : 0));
				return found;
			},
	);
	try {
		await work();
	} finally {
		for (const one of undo) one();
	}
	return steps;
}
