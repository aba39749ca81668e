/**
 * One decryption in a process of its own. Usage: node worker.cjs <implementation> <file> <private key> <public key>
 * [--sha256] [--output <file>]. Prints the peak memory, and the SHA-256 of the plaintext when asked for.
 */
const { createHash } = require('node:crypto');
const { createReadStream, createWriteStream, readFileSync } = require('node:fs');
const path = require('node:path');
const { pipeline } = require('node:stream/promises');
const { parseArgs } = require('node:util');
const zlib = require('node:zlib');

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: { sha256: { type: 'boolean', default: false }, output: { type: 'string' } },
});
const [implementation, file, privateKeyFile, publicKeyFile] = positionals;
const privateKeys = readFileSync(privateKeyFile, 'utf8');
const publicKeys = readFileSync(publicKeyFile, 'utf8');
// 256 KiB is what this package asks n8n's store for.
const READ_BYTES = 256 * 1024;
const ciphertext = () => createReadStream(file, { highWaterMark: READ_BYTES });

const dist = (name) => path.resolve('dist/nodes', name);

/** The same product code with another inflate put in its place: what n8n's lint rule against node:zlib costs. */
function inflateWithNodeZlib() {
	const engine = require(dist('OpenPgp/engine/inflate.js'));
	engine.inflate = async function* (source, format) {
		const options = { chunkSize: 1024 * 1024, highWaterMark: 1024 * 1024 };
		const inflater = format === 'deflate' ? zlib.createInflate(options) : zlib.createInflateRaw(options);
		const { Readable, pipeline: connect } = require('node:stream');
		connect(Readable.from(source), inflater, () => undefined);
		yield* inflater;
	};
}

async function* ours() {
	const decryption = await decryptOurs();
	yield* decryption.plaintext;
	const { verdict } = await decryption.signature();
	if (file.includes('signed') && verdict !== 'valid') throw new Error(`the signature is ${verdict}`);
}

async function decryptOurs() {
	const { decrypt } = require(dist('OpenPgp/engine/decrypt.js'));
	const { readKeyRing } = require(dist('OpenPgp/keys/keys.js'));
	return await decrypt(ciphertext(), await readKeyRing({ privateKeys, publicKeys }));
}

/** OpenPGP.js as its documentation says, streaming: what one writes without this package. */
async function* openpgp() {
	const library = await import('openpgp');
	const { Readable } = require('node:stream');
	const isArmored = file.includes('.armored.');
	const config = { allowUnauthenticatedStream: true };
	const input = isArmored
		? { armoredMessage: textStream() }
		: { binaryMessage: Readable.toWeb(ciphertext()) };
	const { data, signatures } = await library.decrypt({
		message: await library.readMessage({ ...input, config }),
		decryptionKeys: await library.readPrivateKey({ armoredKey: privateKeys }),
		verificationKeys: await library.readKey({ armoredKey: publicKeys }),
		format: 'binary',
		config,
	});
	yield* data;
	for (const signature of signatures) await signature.verified;
}

function textStream() {
	const iterator = createReadStream(file, { highWaterMark: READ_BYTES, encoding: 'latin1' })[
		Symbol.asyncIterator
	]();
	return new ReadableStream({
		async pull(controller) {
			const { done, value } = await iterator.next();
			if (done) controller.close();
			else controller.enqueue(value);
		},
	});
}

/** n8n has loaded n8n-workflow long before a file comes, so loading it is not counted. The engine uses its `sleep` alone. */
function provideN8nWorkflow() {
	const { setTimeout: sleep } = require('node:timers/promises');
	const id = require.resolve('n8n-workflow');
	require.cache[id] = { id, filename: id, loaded: true, exports: { sleep } };
}

async function main() {
	// In n8n a server keeps the process alive.
	const alive = setInterval(() => undefined, 1_000);
	provideN8nWorkflow();
	if (implementation === 'ours, node:zlib') inflateWithNodeZlib();
	const hash = values.sha256 ? createHash('sha256') : undefined;
	let bytes = 0;
	async function* plaintext() {
		const chosen = implementation === 'openpgp' ? openpgp : ours;
		for await (const chunk of chosen()) {
			bytes += chunk.length;
			hash?.update(chunk);
			if (values.output !== undefined) yield chunk;
		}
	}
	if (values.output === undefined) for await (const _ of plaintext());
	else await pipeline(plaintext, createWriteStream(values.output));
	clearInterval(alive);
	const peak = process.resourceUsage().maxRSS * 1024;
	process.stdout.write(`${JSON.stringify({ bytes, peak, sha256: hash?.digest('hex') })}\n`);
}

void main();
