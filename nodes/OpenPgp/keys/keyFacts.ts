import { enums, type Key, type Subkey } from '../../shared/vendor/openpgp';
import type { KeyFacts } from '../facts';
import { succeeds } from '../failure';
import { keyConfig } from '../openPgpConfig';
import { abilityOf } from './abilities';
import { dayOf } from './dayOf';
import { shortName } from './shortName';

const ONE_SECOND_MS = 1_000;
const ONE_DAY_MS = 24 * 3_600_000;

/** What can be said about a key, private or public, locked or not. */
export async function keyFacts(key: Key, now: Date): Promise<KeyFacts> {
	const expires = await usableUntil(key);
	const [encrypts, signs] = [
		await abilityOf(key.toPublic(), 'encrypt', now),
		await abilityOf(key, 'sign', now),
	];
	return {
		fingerprint: key.getFingerprint().toUpperCase(),
		keyId: shortName(key),
		userIds: key.getUserIDs(),
		...algorithmOf(key),
		created: key.getCreationTime().toISOString(),
		...(expires && {
			expires: expires.toISOString(),
			daysLeft: Math.floor((expires.getTime() - now.getTime()) / ONE_DAY_MS),
		}),
		isPrivate: key.isPrivate(),
		revoked: await key.isRevoked(undefined, undefined, now),
		canEncrypt: encrypts.can,
		...(encrypts.why !== undefined && { cannotEncryptBecause: encrypts.why }),
		canSign: signs.can,
		...(signs.why !== undefined && { cannotSignBecause: signs.why }),
		subkeys: await Promise.all(key.getSubkeys().map(async (subkey) => await subkeyFacts(subkey, key, now))),
	};
}

/** The library knows the rules: flags, expiry and revocation of the key and its subkeys. */
const can = {
	encrypt: async (key: Key, at: Date) =>
		await succeeds(key.getEncryptionKey(undefined, at, undefined, keyConfig)),
	sign: async (key: Key, at: Date) => await succeeds(key.getSigningKey(undefined, at, undefined, keyConfig)),
};

/** One line a key, for people: fingerprint, algorithm, when it expires. */
export async function describeKey(key: Key, now: Date): Promise<string> {
	const { algorithm, bits, curve } = algorithmOf(key);
	const strength = bits ?? curve;
	const revoked = (await key.isRevoked()) ? ', revoked' : '';
	return `${key.getFingerprint().toUpperCase()} (${algorithm}${strength === undefined ? '' : ` ${strength}`}, ${await describeExpiry(key, now)}${revoked})`;
}

async function describeExpiry(key: Key, now: Date): Promise<string> {
	if ((await key.getExpirationTime(undefined, keyConfig)) === null) return 'no valid self-signature';
	const expires = await usableUntil(key);
	if (expires === undefined) return 'does not expire';
	return `${expires <= now ? 'expired' : 'expires'} on ${dayOf(expires)}`;
}

/**
 * When the key can no longer do one of the things it is for. That is not always when the primary key expires: a subkey for
 * encryption often ends earlier, and a newer one may take over from it.
 */
async function usableUntil(key: Key): Promise<Date | undefined> {
	const primary = await key.getExpirationTime(undefined, keyConfig);
	const dates = [primary, ...(await Promise.all(key.getSubkeys().map(expiryOf)))]
		.filter((date): date is Date => date instanceof Date)
		.sort((one, other) => other.getTime() - one.getTime());
	const [last] = dates;
	if (last === undefined) return undefined;
	const ends = await Promise.all(
		Object.values(can).map(async (isAble) => {
			if (await isAble(key, new Date(last.getTime() + ONE_DAY_MS))) return undefined;
			for (const date of dates) {
				if (await isAble(key, new Date(date.getTime() - ONE_SECOND_MS))) return date;
			}
			return undefined;
		}),
	);
	const known = ends.filter((date) => date !== undefined).map((date) => date.getTime());
	if (known.length > 0) return new Date(Math.min(...known));
	return primary instanceof Date ? primary : undefined;
}

const expiryOf = async (subkey: Subkey) => await subkey.getExpirationTime(undefined, keyConfig);

async function subkeyFacts(subkey: Subkey, key: Key, now: Date): Promise<KeyFacts['subkeys'][number]> {
	const expires = await expiryOf(subkey);
	const revoked = await Promise.all(
		subkey.revocationSignatures.map(
			async (signature) =>
				await succeeds(
					signature.verify(
						key.keyPacket,
						enums.signature.subkeyRevocation,
						{ key: key.keyPacket, bind: subkey.keyPacket },
						now,
					),
				),
		),
	);
	return {
		fingerprint: subkey.getFingerprint().toUpperCase(),
		keyId: subkey.getKeyID().toHex().toUpperCase(),
		...algorithmOf(subkey),
		created: subkey.getCreationTime().toISOString(),
		...(expires instanceof Date && { expires: expires.toISOString() }),
		revoked: revoked.includes(true),
		usage: usageOf(subkey),
	};
}

/** The flags of the latest binding (RFC 9580, section 5.2.3.29). */
function usageOf({ bindingSignatures }: Subkey): KeyFacts['subkeys'][number]['usage'] {
	const [latest] = [...bindingSignatures].sort(
		(one, other) => (other.created?.getTime() ?? 0) - (one.created?.getTime() ?? 0),
	);
	const flags = latest?.keyFlags?.[0] ?? 0;
	const has = (flag: number) => (flags & flag) !== 0;
	return [
		...(has(enums.keyFlags.signData) ? (['sign'] as const) : []),
		...(has(enums.keyFlags.encryptCommunication | enums.keyFlags.encryptStorage)
			? (['encrypt'] as const)
			: []),
		...(has(enums.keyFlags.authentication) ? (['authenticate'] as const) : []),
	];
}

function algorithmOf(key: Key | Subkey) {
	const { algorithm, bits, curve } = key.getAlgorithmInfo();
	return { algorithm, ...(bits !== undefined && { bits }), ...(curve !== undefined && { curve }) };
}
