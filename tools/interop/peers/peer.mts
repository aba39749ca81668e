import type { Question } from '../../../test/OpenPgp/fieldCases/question.mts';

/**
 * `opens`: it gives exactly the content, and calls no signature wrong. For other questions: it reads the keys, encrypts, signs, or
 * calls the signature valid. A signature by a stranger is no refusal, as it is none for ours.
 */
export type Verdict = 'opens' | 'refuses' | 'cannot be asked';

/** Another program for OpenPGP. */
export interface Peer {
	name: string;
	version(): Promise<string>;
	/** Every question is put to it in an empty folder: nothing is left from the one before. */
	answer(question: Question, folder: string): Promise<Verdict>;
}

export const verdict = (isOpened: boolean): Verdict => (isOpened ? 'opens' : 'refuses');

/** Whoever asks by hand would try each. */
export const passphrasesOf = ({ passphrase = '' }: Question['keys']) => {
	const lines = passphrase.split('\n').filter((line) => line !== '');
	return lines.length === 0 ? [''] : lines;
};
