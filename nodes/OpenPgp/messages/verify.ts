import type { PublicKey } from '../../shared/vendor/openpgp';
import type { Signer } from '../../shared/deliveries/reportEvent';
import { type Bytes, collect, once, peek } from '../../shared/files/streams';
import { openWatched, readToTheEnd } from '../engine/readToTheEnd';
import { dearmor } from '../engine/dearmor';
import { openMessage } from '../engine/openMessage';
import { explainSignature } from '../doctor/signatureReason';
import { closedDoors, type Doors } from '../engine/doors';
import type { MessageFacts } from '../facts';
import { failureOf, Failure, WatchedSource } from '../failure';
import { openCleartext } from './cleartext';
import { inspectMessage } from './inspectMessage';
import { fileWork } from '../fileWork';
import { limitText } from '../limitSize';
import { OpenPgpError } from '../openPgpError';
import type { JudgedSignature } from '../engine/signatures';
import type { Work } from '../engine/work';

export interface Judgement {
	/**
	 * `invalid`: it does not belong to this content. `not accepted`: made in a way, or by a key, that is too weak or out of
	 * date. `cannot be checked`: of a kind that is not known here. Nothing but `valid` lets the content out.
	 */
	verdict: 'valid' | 'invalid' | 'not accepted' | 'cannot be checked' | 'unknown signer' | 'none';
	signer?: Signer;
	signedAt?: string;
	algorithm?: string;
	hash?: string;
	/** What is wrong, and what to do; there when somebody known made it and it is not valid. */
	reason?: string;
	remedy?: string;
}

export interface SignedContent {
	form: 'inline' | 'cleartext';
	/** Not to be released before it ended and `judgement` said that it is valid. */
	content: Bytes;
	/** The name that the signer put into the message, if any. */
	fileName: string;
	/** To be asked after the end of `content`. */
	judgement(): Promise<Judgement>;
}

const HEAD_BYTES = 4096;

/** Opens a signed message, inline or cleartext, binary or armoured. Undefined when the source is not OpenPGP at all. */
export async function openSigned(
	source: Bytes,
	keys: PublicKey[],
	work: Work = fileWork(),
	doors: Doors = closedDoors,
): Promise<SignedContent | undefined> {
	const { head, whole } = await peek(source, HEAD_BYTES);
	const { facts } = await inspectMessage(once(head));
	if (facts.kind === 'cleartext signed') return await openText(whole, keys, work, doors);
	// The head alone cannot always be inflated, so compressed data is let through here.
	if (facts.kind === 'not OpenPGP' && facts.compression === undefined) return undefined;
	const refused = refusal(facts.kind);
	if (refused !== undefined) throw refused;

	const watched = new WatchedSource(whole, work);
	const failed = () => watched.failure ?? work.failure ?? damaged();
	const packets = facts.armored || head[0] === DASH ? dearmor(watched, work) : watched;
	const opened = await openWatched(openMessage(packets, keys, work, undefined, doors), watched);
	if (opened instanceof Failure) throw failed();
	return {
		form: 'inline',
		content: readToTheEnd(opened.plaintext, watched, failed),
		fileName: opened.fileName,
		judgement: async () => judge(await opened.signatures()),
	};
}

/** The first character of an armour. */
const DASH = '-'.charCodeAt(0);

/** Why a file that holds no signed content cannot be verified; undefined for one that may. */
function refusal(kind: MessageFacts['kind']): OpenPgpError | undefined {
	if (kind === 'encrypted') {
		return new OpenPgpError(
			'The file is encrypted',
			'Use the operation "Decrypt", which also checks the signature inside.',
		);
	}
	if (kind === 'detached signature') {
		return new OpenPgpError(
			'The file is a signature without the content that was signed',
			'Set "Signature" to "Detached", and name the field that holds the content, too.',
		);
	}
	if (kind !== 'public key' && kind !== 'private key') return undefined;
	return new OpenPgpError(`The file is a ${kind}`, 'Choose the field that holds the signed file.');
}

async function openText(whole: Bytes, keys: PublicKey[], work: Work, doors: Doors): Promise<SignedContent> {
	const message = await collect(limitText(whole, longCleartextRemedy));
	work.came(message.length);
	const opened = await openCleartext(message, keys, work, undefined, doors).catch(failureOf);
	if (opened instanceof Failure) throw work.failure ?? damaged();
	return {
		form: 'cleartext',
		content: once(opened.content),
		fileName: '',
		judgement: async () => await Promise.resolve(judge(opened.signatures)),
	};
}

const longCleartextRemedy =
	'A text that stays readable is checked in memory. Ask the sender for a detached signature, which has no such limit.';

const damaged = () =>
	new OpenPgpError(
		'The signed file is damaged: it cannot be read to its end. Nothing of it was kept',
		'Fetch the file again. If it fails again, ask the sender for a new one.',
	);

/** One verdict for all signatures: a wrong one spoils the rest, a valid one outweighs strangers. */
export function judge(signatures: JudgedSignature[]): Judgement {
	const byVerdict = (verdict: JudgedSignature['verdict']) =>
		signatures.find((signature) => signature.verdict === verdict);
	const decisive = byVerdict('invalid') ?? byVerdict('valid') ?? byVerdict('unknown signer');
	if (decisive === undefined) return { verdict: 'none' };
	const { verdict, signer, createdAt, algorithm, hash, reason } = decisive;
	const explained = verdict === 'invalid' ? explainSignature(reason) : undefined;
	return {
		verdict: explained === undefined || explained.fault === 'wrong' ? verdict : explained.fault,
		signer,
		...(createdAt && { signedAt: createdAt.toISOString() }),
		...(algorithm && { algorithm }),
		...(hash && { hash }),
		...(explained && { reason: explained.reason, remedy: explained.remedy }),
	};
}
