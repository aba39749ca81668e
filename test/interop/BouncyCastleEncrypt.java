import java.io.*;
import java.nio.file.*;
import java.security.SecureRandom;
import java.util.Date;
import java.util.Iterator;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.openpgp.*;
import org.bouncycastle.openpgp.jcajce.JcaPGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.operator.bc.*;

/**
 * Encrypts a file with BouncyCastle, as many Java and .NET programs do.
 *
 * Arguments: in, out, public key, cipher number, compression number (0 for no compressed packet), "integrity" or
 * "plain", "armor" or "binary".
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
			PGPLiteralDataGenerator literal = new PGPLiteralDataGenerator();
			try (OutputStream data = literal.open(packets, 'b', "report.csv", new Date(), new byte[1 << 12])) {
				data.write(plaintext);
			}
			if (compressed != null) compressed.close();
		}
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
