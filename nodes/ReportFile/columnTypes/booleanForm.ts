import type { ColumnType } from './columnType';
import type { Form } from './form';

/** True and false, in letters of any size. */
export class BooleanForm implements Form {
	readonly isBroken = false;

	takesBytes(): boolean {
		return false;
	}

	takes(text: string): boolean {
		return /^(true|false)$/i.test(text);
	}

	type(): ColumnType {
		return { kind: 'boolean' };
	}
}
