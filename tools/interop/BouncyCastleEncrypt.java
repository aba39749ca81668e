import java.io.*;
import java.nio.file.*;
import java.security.SecureRandom;
import java.util.Date;
import java.util.Iterator;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.*;
import org.bouncycastle.openpgp.jcajce.JcaPGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.jcajce.JcaPGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.operator.bc.*;

/**
 * Encrypts a file with BouncyCastle, as many Java and .NET programs do.
 *
 * Arguments: in, out, public key, cipher number, compression number (0 for no compressed packet), "integrity" or
 * "plain", "armor" or "binary"; then, to sign inside, "one-pass" or "old-style" (the signature in front) and the secret
 * key. "old-format" instead writes the literal data behind a packet header of the old format.
 */
public class BouncyCastleEncrypt {
	public static void main(String[] args) throws Exception {
		byte[] plaintext = Files.readAllBytes(Path.of(args[0]));
		PGPPublicKey key = encryptionKey(args[2]);
		int cipher = Integer.parseInt(args[3]);
		int compression = Integer.parseInt(args[4]);
		BcPGPDataEncryptorBuilder builder = new BcPGPDataEncryptorBuilder(cipher)
				.setWithIntegrityPacket(args[5].equals("integrity"))
				.setSecureRandom(new SecureRandom());
		PGPEncryptedDataGenerator encrypted = new PGPEncryptedDataGenerator(builder);
		encrypted.addMethod(new BcPublicKeyKeyEncryptionMethodGenerator(key));
		try (OutputStream file = new BufferedOutputStream(new FileOutputStream(args[1]));
				OutputStream out = args[6].equals("armor") ? new ArmoredOutputStream(file) : new Keep(file);
				OutputStream ciphertext = encrypted.open(out, new byte[1 << 12])) {
			PGPCompressedDataGenerator compressed = compression == 0 ? null : new PGPCompressedDataGenerator(compression);
			OutputStream packets = compressed == null ? ciphertext : compressed.open(ciphertext);
			String extra = args.length > 7 ? args[7] : "";
			PGPSignatureGenerator signature = args.length > 8 ? signature(args[8], plaintext) : null;
			if (extra.equals("one-pass")) signature.generateOnePassVersion(false).encode(packets);
			if (extra.equals("old-style")) signature.generate().encode(packets);
			PGPLiteralDataGenerator literal = new PGPLiteralDataGenerator(extra.equals("old-format"));
			try (OutputStream data = extra.equals("old-format")
					? literal.open(packets, 'b', "report.csv", plaintext.length, new Date())
					: literal.open(packets, 'b', "report.csv", new Date(), new byte[1 << 12])) {
				data.write(plaintext);
			}
			if (extra.equals("one-pass")) signature.generate().encode(packets);
			if (compressed != null) compressed.close();
		}
	}

	/** A signature over the plaintext by the first secret key in the file, which has no passphrase. */
	private static PGPSignatureGenerator signature(String file, byte[] plaintext) throws Exception {
		InputStream in = PGPUtil.getDecoderStream(new FileInputStream(file));
		PGPSecretKey secret = new JcaPGPSecretKeyRingCollection(in).getKeyRings().next().getSecretKey();
		PGPPrivateKey key = secret.extractPrivateKey(
				new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(new char[0]));
		PGPSignatureGenerator signature = new PGPSignatureGenerator(
				new BcPGPContentSignerBuilder(secret.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA256));
		signature.init(PGPSignature.BINARY_DOCUMENT, key);
		signature.update(plaintext);
		return signature;
	}

	private static PGPPublicKey encryptionKey(String file) throws Exception {
		InputStream in = PGPUtil.getDecoderStream(new FileInputStream(file));
		PGPPublicKey found = null;
		for (Iterator<PGPPublicKeyRing> rings = new JcaPGPPublicKeyRingCollection(in).getKeyRings(); rings.hasNext();) {
			for (Iterator<PGPPublicKey> keys = rings.next().getPublicKeys(); keys.hasNext();) {
				PGPPublicKey key = keys.next();
				if (key.isEncryptionKey() && !key.isMasterKey()) found = key;
			}
		}
		return found;
	}

	/** Closing the stream inside must not close the file twice. */
	private static final class Keep extends FilterOutputStream {
		Keep(OutputStream out) {
			super(out);
		}
	}
}
