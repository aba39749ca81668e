import { decryptKey, readKey, readPrivateKey } from 'openpgp';
import type { NodeResult } from '../../../tools/harness/harness.mts';
import { startStage, type Stage } from '../flow.mts';
import { runReportNode } from '../reports/reportNode.mts';

const PASSPHRASE = 'correct horse battery staple';

let stage: Stage;
beforeAll(async () => (stage = await startStage()));
afterAll(async () => await stage.close());

/** With the credential as somebody has it who has no key yet, but for `passphrase`. */
async function generate(passphrase: string): Promise<NodeResult> {
	const credentials = { tesouro: { ...stage.credentials.tesouro!, privateKeys: '', passphrase } };
	const parameters = { resource: 'key', operation: 'generate', userName: 'Reports', validDays: 365 };
	return await runReportNode({ ...stage, credentials }, 'generate', parameters);
}

it("a pair of RSA 4096 is made, whose private half the credential's passphrase opens", async () => {
	const { items, error, hints } = await generate(PASSPHRASE);
	expect(error).toBeUndefined();
	const [{ json, binary }] = items as [(typeof items)[0]];
	expect(json).toMatchObject({ algorithm: 'rsaEncryptSign', bits: 4096, canEncrypt: true });
	const publicKey = await readKey({ armoredKey: json.publicKey as string });
	const armoredKey = (await stage.harness.readBinary(binary!.privateKey!)).toString();
	const privateKey = await readPrivateKey({ armoredKey });
	expect(privateKey.getKeys().map((key) => key.isDecrypted())).toEqual([false, false]);
	const unlocked = await decryptKey({ privateKey, passphrase: PASSPHRASE });
	expect(unlocked.getFingerprint()).toBe(publicKey.getFingerprint());
	expect(JSON.stringify(json)).not.toMatch(/PRIVATE KEY|correct horse/);
	expect(hints.map(({ message }) => message).join()).toMatch(/SEND-TO.*KEEP.*Private Keys.* of the Tesouro/s);
}, 60_000);

it.each([
	['none', '', /no passphrase/],
	['a short one', 'elevenchars', /shorter than 12/],
])('no key leaves without a passphrase that protects it: %s', async (_, passphrase, message) => {
	const { items, error } = await generate(passphrase);
	expect(items).toEqual([]);
	expect(error?.message).toMatch(message);
	expect(error?.description).toContain('in the credential');
	expect(JSON.stringify(error)).not.toContain('elevenchars');
});
