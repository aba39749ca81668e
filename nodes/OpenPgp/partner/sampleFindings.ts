import type { IExecuteFunctions } from 'n8n-workflow';
import { undress } from '../doctor/undress';
import { isWeak } from '../engine/decryptTexts';
import { closedDoors, openDoors, type Doors } from '../engine/doors';
import { idsOf } from '../engine/recipients';
import { failureOf, Failure } from '../failure';
import { openChecked } from '../files/openChecked';
import { limitsFor, withSource, type Source } from '../files/source';
import type { KeyRing } from '../keys/keys';
import { defaultLimits } from '../limits';
import { inspectMessage } from '../messages/inspectMessage';
import { OpenPgpError } from '../openPgpError';
import { doorNames } from '../panel/compatibility';
import type { Finding } from './finding';
import type { SampleFacts } from './partnerFacts';

type Opened = Pick<SampleFacts, 'cipher' | 'fileName' | 'bytes' | 'signature' | 'warnings'>;
type Tried = { facts: Opened; usedDoors: Array<keyof Doors> } | OpenPgpError;

/** Opens the sample as Decrypt will on the day, to its end, and keeps nothing of it. */
export async function trySample(
	context: IExecuteFunctions,
	itemIndex: number,
	ring: KeyRing,
): Promise<{ sample: SampleFacts; findings: Finding[] }> {
	const form = await withSource(context, itemIndex, async ({ bytes }) => await lookAt(bytes, ring));
	const opened = await tryToOpen(context, itemIndex, ring, closedDoors);
	if (!(opened instanceof OpenPgpError)) {
		const sample: SampleFacts = { opens: true, ...form, ...opened.facts };
		return { sample, findings: openedFindings(sample) };
	}
	const withDoors = await tryToOpen(context, itemIndex, ring, openDoors);
	const doors = withDoors instanceof OpenPgpError ? undefined : withDoors.usedDoors;
	const { message, remedy } = opened;
	const sample: SampleFacts = {
		opens: false,
		...form,
		error: message,
		remedy,
		...(doors && { compatibility: doors }),
	};
	return { sample, findings: [refusedFinding(opened, doors)] };
}

async function lookAt(bytes: Source['bytes'], ring: KeyRing) {
	const { bytes: message, thing } = await undress(bytes);
	if (thing !== undefined) return {};
	const { facts } = await inspectMessage(message);
	const ours = new Set(ring.decryptionKeys.flatMap(idsOf));
	const withKey = facts.recipients?.find(({ keyId }) => keyId !== undefined && ours.has(keyId))?.keyId;
	const integrity = facts.encryption?.integrity;
	return { ...(withKey && { withKey }), ...(integrity && { integrity }) };
}

/** An error of ours is an answer, any other is thrown. */
async function tryToOpen(
	context: IExecuteFunctions,
	itemIndex: number,
	ring: KeyRing,
	doors: Doors,
): Promise<Tried> {
	return await withSource(context, itemIndex, async (source) => {
		const opened = await readToEnd(context, source, ring, doors).catch(failureOf);
		if (!(opened instanceof Failure)) return opened;
		if (opened.cause instanceof OpenPgpError) return opened.cause;
		throw opened.cause;
	});
}

async function readToEnd(
	context: IExecuteFunctions,
	source: Source,
	ring: KeyRing,
	doors: Doors,
): Promise<Exclude<Tried, OpenPgpError>> {
	const checked = await openChecked(context, source.bytes, ring, {
		encryptedName: source.fileName,
		limits: limitsFor(source, defaultLimits),
		doors,
	});
	let bytes = 0;
	for await (const piece of checked.plaintext) bytes += piece.length;
	const signature = await checked.signature();
	const warnings = checked.warnings();
	return {
		facts: {
			cipher: checked.cipher,
			fileName: checked.fileName,
			bytes,
			signature,
			...(warnings.length > 0 && { warnings }),
		},
		usedDoors: checked.usedDoors(),
	};
}

function refusedFinding(
	{ message, remedy, ask }: OpenPgpError,
	doors: Array<keyof Doors> | undefined,
): Finding {
	const open =
		doors === undefined
			? ''
			: ` With Options > Compatibility > ${doors.map((name) => doorNames[name]).join(' and ')} it opens.`;
	return {
		level: 'problem',
		what: `The sample does not open: ${message}. ${remedy}${open}`,
		...(ask && { ask }),
	};
}

function openedFindings({ cipher, signature, warnings = [] }: SampleFacts): Finding[] {
	const findings: Finding[] = warnings.map((what) => ({
		level: 'note',
		what: `The sample opens. ${what}`,
		...(isWeak(cipher) && what.includes('cipher') && { ask: 'aes' as const }),
	}));
	if (signature?.verdict === 'none') {
		findings.push({
			level: 'note',
			what: 'The sample is not signed, so nobody can tell who made it.',
			ask: 'sign',
		});
	} else if (signature?.verdict === 'unknown signer') {
		findings.push({
			level: 'problem',
			what: `The sample is signed by the key ${signature.signer?.keyId ?? 'of a stranger'}, which is not among the partner's public keys here, so the signature cannot be verified.`,
			ask: 'publicKey',
		});
	}
	return findings;
}
