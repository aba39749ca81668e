import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	chmodSync,
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readFileSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import path from 'node:path';
import { defaultColumns } from '../sandbox/Tesouro/columns.mts';
import { writeCsv } from '../sandbox/Tesouro/writeCsv.mts';

export type Form = 'default' | 'none' | 'signed' | 'armored';

/** gpg's options for each form; `default` is what gpg does when nobody says anything: zlib, AES-256, MDC. */
const formOptions: Record<Form, string[]> = {
	default: [],
	none: ['--compress-algo', 'none'],
	signed: ['--sign'],
	armored: ['--armor'],
};

export interface Data {
	megabytes: number;
	bytes: number;
	sha256: string;
	gpgHome: string;
	privateKey: string;
	publicKey: string;
	/** One for each form that was asked for. */
	files: Record<Form, string>;
}

/** Payment transactions as CSV, encrypted by gpg to a fresh RSA-4096 key in these forms. Kept until the folder is deleted. */
export function makeData(folder: string, megabytes: number, forms: Form[]): Data {
	const gpgHome = path.join(folder, 'gpg');
	const keys = makeKeys(gpgHome, folder);
	const plain = path.join(folder, `${megabytes}.csv`);
	const facts = `${plain}.json`;
	if (!existsSync(facts)) writeFileSync(facts, JSON.stringify(writePlain(plain, megabytes)));
	const files = Object.fromEntries(
		forms.map((form) => [form, encrypt(gpgHome, plain, form)]),
	) as Data['files'];
	const { bytes, sha256 } = JSON.parse(readFileSync(facts, 'utf8')) as { bytes: number; sha256: string };
	return { megabytes, bytes, sha256, gpgHome, ...keys, files };
}

function writePlain(file: string, megabytes: number) {
	const hash = createHash('sha256');
	const out = openSync(file, 'w');
	let bytes = 0;
	const rows = Number.MAX_SAFE_INTEGER;
	const content = {
		rows,
		columns: [...defaultColumns],
		seed: 1,
		firstDay: '2026-01-01',
		rowsPerDay: 100_000,
	};
	for (const chunk of writeCsv(content)) {
		writeSync(out, chunk);
		hash.update(chunk);
		bytes += chunk.length;
		if (bytes >= megabytes * 1e6) break;
	}
	closeSync(out);
	return { bytes, sha256: hash.digest('hex') };
}

function makeKeys(gpgHome: string, folder: string) {
	const privateKey = path.join(folder, 'private.asc');
	const publicKey = path.join(folder, 'public.asc');
	if (!existsSync(privateKey)) {
		mkdirSync(gpgHome, { recursive: true });
		chmodSync(gpgHome, 0o700);
		gpg(gpgHome, [
			'--passphrase',
			'',
			'--quick-gen-key',
			'bench@example.test',
			'rsa4096',
			'cert,sign',
			'never',
		]);
		const listed = gpg(gpgHome, ['--list-keys', '--with-colons']);
		const fingerprint = /^fpr:+([0-9A-F]+):/m.exec(listed)![1]!;
		gpg(gpgHome, ['--passphrase', '', '--quick-add-key', fingerprint, 'rsa4096', 'encr', 'never']);
		writeFileSync(publicKey, gpg(gpgHome, ['--armor', '--export']));
		writeFileSync(privateKey, gpg(gpgHome, ['--armor', '--export-secret-keys']), { mode: 0o600 });
	}
	return { privateKey, publicKey };
}

function encrypt(gpgHome: string, plain: string, form: Form): string {
	const file = `${plain}.${form}.gpg`;
	if (!existsSync(file)) {
		const recipient = ['--trust-model', 'always', '--recipient', 'bench@example.test'];
		gpg(gpgHome, [...recipient, ...formOptions[form], '--output', file, '--encrypt', plain]);
	}
	return file;
}

const gpg = (gpgHome: string, args: string[]) =>
	execFileSync('gpg', ['--homedir', gpgHome, '--batch', '--yes', '--quiet', ...args], { encoding: 'utf8' });
