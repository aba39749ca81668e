import { generate, type CertificateExtension } from 'selfsigned';

/** A private key and its certificate, in PEM, as `https.createServer` takes them. */
export interface KeyPair {
	key: string;
	cert: string;
}

/** A certificate authority that nobody knows of but who is given its certificate. */
export interface Authority {
	/** In PEM, for a credential or for NODE_EXTRA_CA_CERTS. */
	certificate: string;
	/** A certificate for a server of these names. */
	issue(names: string[]): Promise<KeyPair>;
}

const ONE_DAY_MS = 86_400_000;
/** Valid from yesterday on: clocks differ, and so does the date that a test sets. */
const common = () => ({
	keyType: 'ec' as const,
	curve: 'P-256' as const,
	algorithm: 'sha256',
	notBeforeDate: new Date(Date.now() - ONE_DAY_MS),
});

const commonName = (value: string) => [{ name: 'commonName', value }];

const isAddress = (name: string) => /^[\d.]+$/.test(name);

const namesOf = (names: string[]): CertificateExtension => ({
	name: 'subjectAltName',
	altNames: names.map((name) => (isAddress(name) ? { type: 7, ip: name } : { type: 2, value: name })),
});

/** A certificate that vouches for itself, as a server makes one while it is set up. */
export async function makeSelfSigned(names: string[]): Promise<KeyPair> {
	const made = await generate(commonName(names[0]!), { ...common(), extensions: [namesOf(names)] });
	return { key: made.private, cert: made.cert };
}

/** A new authority, as a company has one. */
export async function makeAuthority(name: string): Promise<Authority> {
	const made = await generate(commonName(name), {
		...common(),
		extensions: [
			{ name: 'basicConstraints', cA: true, critical: true },
			{ name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
		],
	});
	return {
		certificate: made.cert,
		async issue(names) {
			const issued = await generate(commonName(names[0]!), {
				...common(),
				extensions: [
					{ name: 'basicConstraints', cA: false },
					{ name: 'extKeyUsage', serverAuth: true },
					namesOf(names),
				],
				ca: { key: made.private, cert: made.cert },
			});
			return { key: issued.private, cert: issued.cert };
		},
	};
}
