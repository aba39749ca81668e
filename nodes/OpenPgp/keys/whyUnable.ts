import { enums, type Key, type SignaturePacket, type Subkey } from '../../shared/vendor/openpgp';
import { failureOf, Failure } from '../failure';
import { keyConfig } from '../openPgpConfig';
import { isStub } from './mergeKeys';
import { type Purpose, weaknessOf, isAble } from './keyAlgorithms';
import { primarySelfSignature } from './selfSignature';
import { dayOf } from './dayOf';

export async function whyUnable(key: Key, purpose: Purpose, now: Date): Promise<string> {
	if (purpose !== 'open') {
		if (await key.isRevoked(undefined, undefined, now, keyConfig)) return 'its owner has revoked it';
	}
	const selfSignature = await primarySelfSignature(key);
	if (selfSignature === undefined) return await whyNoSelfSignature(key);
	const expires = await key.getExpirationTime(undefined, keyConfig);
	if (purpose !== 'open' && expires instanceof Date && expires <= now)
		return `it expired on ${dayOf(expires)}`;
	const weak = weaknessOf(key);
	if (purpose !== 'open' && weak !== undefined) return weak;
	const parts = await partsOf(key, selfSignature, now);
	const able = parts.filter((part) => part.isAble(purpose));
	const meant = able.filter(({ flags }) => flags === undefined || (flags & flagsFor[purpose]) !== 0);
	return (
		meant.map((part) => whyNotPart(part, purpose)).find((why) => why !== undefined) ??
		whyNone(parts, able, purpose)
	);
}

const flagsFor = {
	encrypt: enums.keyFlags.encryptCommunication | enums.keyFlags.encryptStorage,
	open: enums.keyFlags.encryptCommunication | enums.keyFlags.encryptStorage,
	sign: enums.keyFlags.signData,
};
const words = { encrypt: 'encryption', open: 'encryption', sign: 'signing' };

interface Part {
	one: Key | Subkey;
	isPrimary: boolean;
	/** Key flags (RFC 9580, section 5.2.3.29); undefined when there are none, which restricts nothing. */
	flags?: number;
	isBound: boolean;
	expired?: Date;
	isRevoked: boolean;
	isAble(purpose: Purpose): boolean;
}

async function partsOf(key: Key, selfSignature: SignaturePacket, now: Date): Promise<Part[]> {
	const primary: Part = {
		one: key,
		isPrimary: true,
		...flagsOf(selfSignature),
		isBound: true,
		isRevoked: false,
		isAble: (purpose) => isAble(key, purpose),
	};
	const subkeys = key.getSubkeys().map(async (subkey): Promise<Part> => {
		const expires = await subkey.getExpirationTime(undefined, keyConfig);
		const latest = latestOf(subkey.bindingSignatures);
		const verified = await subkey.verify(new Date(now), keyConfig).catch(failureOf);
		const text = verified instanceof Failure && verified.cause instanceof Error ? verified.cause.message : '';
		return {
			one: subkey,
			isPrimary: false,
			...(latest && flagsOf(latest)),
			isBound: expires !== null,
			...(expires instanceof Date && expires <= now && { expired: expires }),
			isRevoked: /revoked/i.test(text),
			isAble: (purpose) => isAble(subkey, purpose),
		};
	});
	return [primary, ...(await Promise.all(subkeys))];
}

function whyNotPart(
	{ one, isPrimary, isBound, expired, isRevoked }: Part,
	purpose: Purpose,
): string | undefined {
	const what = isPrimary ? 'it' : `its subkey for ${words[purpose]}`;
	if (!isBound) return `${what} has no valid signature that binds it to the key`;
	if (purpose !== 'encrypt' && isStub(one.keyPacket)) {
		return `the secret part of ${isPrimary ? 'it' : `its subkey for ${words[purpose]}`} is not in this export: it is on a smart card or another computer`;
	}
	if (purpose === 'open') return undefined;
	if (isRevoked) return `${what} was revoked`;
	if (expired !== undefined) return `${what} expired on ${dayOf(expired)}`;
	const weak = weaknessOf(one);
	return weak === undefined ? undefined : isPrimary ? weak : weak.replace(/^it/, what);
}

function whyNone(parts: Part[], able: Part[], purpose: Purpose): string {
	if (able.length > 0) {
		return purpose === 'sign'
			? 'its owner does not allow it to sign (according to its flags)'
			: 'it is meant for signing only (according to its flags), and it has no subkey for encryption';
	}
	return parts.length === 1
		? `it has no subkey for ${words[purpose]}`
		: `none of its subkeys is meant for ${words[purpose]}`;
}

/** RFC 9580, section 5.2.3.29; present and empty restricts everything. */
const flagsOf = ({ keyFlags }: { keyFlags: Uint8Array | null }) =>
	keyFlags === null ? {} : { flags: keyFlags[0] ?? 0 };

const latestOf = (signatures: SignaturePacket[]) =>
	[...signatures].sort((one, other) => (other.created?.getTime() ?? 0) - (one.created?.getTime() ?? 0))[0];

/** Missing, or by a hash function that is not accepted. */
async function whyNoSelfSignature(key: Key): Promise<string> {
	const { directSignatures } = key as unknown as { directSignatures: SignaturePacket[] };
	const signatures = [
		...key.users.flatMap(({ selfCertifications }) => selfCertifications),
		...directSignatures,
	];
	const weakHashes: Record<number, string> = { [enums.hash.md5]: 'MD5', [enums.hash.ripemd]: 'RIPEMD-160' };
	const weak = signatures
		.map(({ hashAlgorithm }) => weakHashes[hashAlgorithm ?? 0])
		.find((name) => name !== undefined);
	if (weak !== undefined) return `its self-signature uses ${weak}, which can be forged`;
	return signatures.length === 0
		? 'it has no self-signature, so anybody could have put it together'
		: 'its self-signature is not valid, so anybody could have put it together';
}
