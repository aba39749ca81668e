import type { Ask } from '../ask';

export type Tool = 'gpg' | 'kleopatra' | 'bouncyCastle' | 'goAnywhere' | 'eBusinessServer' | 'other';

/** Our key, as the partner needs it. */
export interface OurKey {
	fingerprint: string;
	/** The key ID that files are encrypted to. */
	encryptionKeyId: string;
}

/** How a tool does what it is asked for. Kleopatra, GoAnywhere and E-Business Server: our reading of their manuals. */
export const toolWords: Record<Tool, { name: string; how: Partial<Record<Ask, (key: OurKey) => string>> }> = {
	gpg: {
		name: 'GnuPG',
		how: {
			ourKey: ({ fingerprint }) =>
				`gpg --import our-key.asc; gpg --sign --encrypt --recipient ${fingerprint} report.csv`,
			sign: ({ fingerprint }) => `gpg --sign --encrypt --recipient ${fingerprint} report.csv`,
			sha256: () => 'gpg --digest-algo SHA256 …; check gpg.conf for a line "digest-algo SHA1"',
			aes: () => 'gpg --cipher-algo AES256 …; check gpg.conf for a line "cipher-algo"',
			integrity: () =>
				'remove "rfc1991", "rfc2440" and "disable-mdc" from gpg.conf; with GnuPG older than 2.2.8 add --force-mdc',
			oneFile: () => 'run gpg once for each file; do not append (>>) one output to another',
			strongKey: () => 'gpg --quick-generate-key "Your name <you@example.com>" rsa4096 sign 2y',
			currentKey: () =>
				'gpg --quick-set-expire YOUR-FINGERPRINT 2y; gpg --quick-set-expire YOUR-FINGERPRINT 2y "*"; gpg --armor --export YOUR-FINGERPRINT',
			publicKey: () => 'gpg --armor --export YOUR-FINGERPRINT',
		},
	},
	kleopatra: {
		name: 'Kleopatra (Gpg4win)',
		how: {
			ourKey: ({ encryptionKeyId }) =>
				`File > Import our key; then File > Sign/Encrypt, "Encrypt for others", and choose the certificate with the key ${encryptionKeyId}`,
			sign: () => 'File > Sign/Encrypt: tick "Sign as" and choose your certificate',
			sha256: () => 'in %APPDATA%\\gnupg\\gpg.conf, remove the line "digest-algo SHA1"',
			aes: () => 'in %APPDATA%\\gnupg\\gpg.conf, remove the line "cipher-algo"',
			integrity: () =>
				'in %APPDATA%\\gnupg\\gpg.conf, remove "rfc1991", "rfc2440" and "disable-mdc"; update Gpg4win',
			oneFile: () => 'encrypt one file at a time, or several as one archive',
			strongKey: () => 'File > New OpenPGP Key Pair, Advanced Settings: RSA with 4,096 bits',
			currentKey: () => 'in the details of your certificate, change "Valid until"; then File > Export',
			publicKey: () => 'select your certificate, then File > Export (not "Export Secret Keys")',
		},
	},
	bouncyCastle: {
		name: 'BouncyCastle',
		how: {
			ourKey: ({ encryptionKeyId }) =>
				`new JcePublicKeyKeyEncryptionMethodGenerator(key), where key.getKeyID() is 0x${encryptionKeyId}: take the key whose flags allow encryption (PGPKeyFlags.CAN_ENCRYPT_COMMS), not the first one with isEncryptionKey()`,
			sign: () =>
				'PGPSignatureGenerator, with its one-pass packet in front of the literal data, inside the encrypted data',
			sha256: () => 'new JcaPGPContentSignerBuilder(algorithm, HashAlgorithmTags.SHA256)',
			aes: () => 'new JcePGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)',
			integrity: () => 'builder.setWithIntegrityPacket(true)',
			oneFile: () => 'one PGPEncryptedDataGenerator and one output stream for each file',
			strongKey: () => 'RSA with 4,096 bits: RSAKeyGenerationParameters(…, 4096, …)',
			currentKey: () =>
				'sign the key again with PGPSignatureSubpacketGenerator.setKeyExpirationTime, and export it with PGPPublicKeyRing.encode',
			publicKey: () => 'PGPPublicKeyRing.encode into an ArmoredOutputStream',
		},
	},
	goAnywhere: {
		name: 'GoAnywhere MFT',
		how: {
			ourKey: ({ fingerprint, encryptionKeyId }) =>
				`import our key in the OpenPGP key manager (key vault), check its fingerprint ${fingerprint}, and choose it (key ID ${encryptionKeyId}) in the PGP Encrypt task`,
			sign: () => 'in the PGP Encrypt task, switch on signing and choose your private key',
			sha256: () => 'in the task, choose SHA256 as the hash (digest) algorithm of the signature',
			aes: () => 'in the task, choose AES 256 as the encryption algorithm',
			integrity: () => 'in the task, switch on the integrity packet (modification detection)',
			oneFile: () => 'one output file for each input file; do not append to an existing one',
			strongKey: () => 'in the OpenPGP key manager, create a key pair of RSA with 4,096 bits',
			currentKey: () => 'in the OpenPGP key manager, create or extend your key, and export the public key',
			publicKey: () => 'in the OpenPGP key manager, export your public key',
		},
	},
	eBusinessServer: {
		name: 'E-Business Server',
		how: {
			ourKey: ({ encryptionKeyId }) =>
				`ebs --key-add our-key.asc; ebs --encrypt --sign report.csv --user 0x${encryptionKeyId}`,
			sign: ({ encryptionKeyId }) => `ebs --encrypt --sign report.csv --user 0x${encryptionKeyId}`,
			sha256: () => 'set the hash of your configuration file to SHA-256; version 8 or later supports it',
			aes: () => 'set the cipher of your configuration file to AES',
			integrity: () =>
				'needs a version with MDC; if yours has none, sign every file, so we can accept it because of its signature',
			oneFile: () => 'run ebs once for each file, with a separate output file',
			strongKey: () => 'make a key of RSA with 4,096 bits, or the most that your version supports',
			currentKey: () => 'extend your key or make a new one, and extract its public half',
			publicKey: () => 'extract the public half of your signing key, armoured',
		},
	},
	other: { name: 'your OpenPGP program', how: {} },
};
