package dev.muster.format.attest.tpm;

import dev.muster.format.crypto.Curve;
import dev.muster.format.crypto.Keys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that only the TPM with a certain endorsement key can open, and only for a certain other key in it: what
 * TPM2_MakeCredential makes (part 1 §24, annexes B.10.4 and C.6.4) and TPM2_ActivateCredential opens. Whoever can say the
 * secret has both keys in one TPM. Every primitive is a provider's; the two key derivations are counters around a MAC and a
 * hash.
 *
 * @param credential content of the TPM2B_ID_OBJECT
 * @param encryptedSecret content of the TPM2B_ENCRYPTED_SECRET
 */
public record CredentialProtection(byte[] credential, byte[] encryptedSecret) {
    private static final int AES = 0x0006;
    private static final int BLOCK_BYTES = 16;

    /** What the endorsement key encrypts with, as its own public area says. */
    private record Cipherment(TpmHash hash, int keyBits) {}

    /**
     * Protects a secret.
     *
     * @param endorsement an RSA or ECC storage key with AES; see {@link TpmPublic#isEndorsementKey()}
     * @param name of the key that the secret is for, with its hash's number before it
     * @param secret at most as long as the digest of the endorsement key's name
     * @throws TpmException when the endorsement key encrypts nothing that way
     */
    public static CredentialProtection make(TpmPublic endorsement, byte[] name, byte[] secret, SecureRandom random) {
        Cipherment how = cipherment(endorsement);
        if (secret.length > how.hash().length()) {
            throw new IllegalArgumentException(
                    "a secret has at most " + how.hash().length() + " bytes");
        }
        try {
            Seed seed = seed(endorsement.key(), how.hash(), random);
            byte[] key = kdfa(how.hash(), seed.value(), "STORAGE", name, how.keyBits());
            Cipher cipher = Cipher.getInstance("AES/CFB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[BLOCK_BYTES]));
            byte[] identity = cipher.doFinal(new TpmWriter().sized(secret).toBytes());
            byte[] macKey = kdfa(
                    how.hash(),
                    seed.value(),
                    "INTEGRITY",
                    new byte[0],
                    8 * how.hash().length());
            byte[] integrity = mac(how.hash(), macKey, identity, name);
            return new CredentialProtection(
                    new TpmWriter().sized(integrity).bytes(identity).toBytes(), seed.encrypted());
        } catch (GeneralSecurityException unfit) {
            throw new TpmException("nothing can be encrypted to the endorsement key: " + unfit.getMessage(), "/key", 0);
        }
    }

    private static Cipherment cipherment(TpmPublic endorsement) {
        TpmCursor in = TpmCursor.of(endorsement.area());
        in.u16("type");
        TpmHash hash = TpmHash.require(in, "nameAlg");
        in.i32("objectAttributes");
        in.sized("authPolicy");
        if (in.u16("symmetric") != AES) {
            throw in.fault("the endorsement key encrypts with something else than AES", "symmetric");
        }
        int bits = in.u16("symmetric/keyBits");
        if (bits != 128 && bits != 192 && bits != 256) {
            throw in.fault("AES has no key of " + bits + " bits", "symmetric/keyBits");
        }
        return new Cipherment(hash, bits);
    }

    private record Seed(byte[] value, byte[] encrypted) {}

    private static Seed seed(PublicKey key, TpmHash hash, SecureRandom random) throws GeneralSecurityException {
        if (key instanceof ECPublicKey ec) {
            return agreed(ec, hash, random);
        }
        byte[] seed = new byte[hash.length()];
        random.nextBytes(seed);
        Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
        OAEPParameterSpec label = new OAEPParameterSpec(
                hash.jca(), "MGF1", new MGF1ParameterSpec(hash.jca()), new PSource.PSpecified(label("IDENTITY")));
        oaep.init(Cipher.ENCRYPT_MODE, key, label, random);
        return new Seed(seed, oaep.doFinal(seed));
    }

    private static Seed agreed(ECPublicKey key, TpmHash hash, SecureRandom random) throws GeneralSecurityException {
        Curve curve = Curve.of(key).orElseThrow(() -> new GeneralSecurityException("a curve that is not known"));
        KeyPair once = Keys.generateLike(key, random);
        ECPublicKey point = (ECPublicKey) once.getPublic();
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(once.getPrivate());
        agreement.doPhase(key, true);
        byte[] x = curve.x(point);
        byte[] seed = kdfe(hash, agreement.generateSecret(), x, curve.x(key));
        return new Seed(seed, new TpmWriter().sized(x).sized(curve.y(point)).toBytes());
    }

    private static byte[] label(String text) {
        return (text + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    /** KDFe for a seed (part 1 §11.4.10.3): one round is enough, because the seed is as long as the digest. */
    private static byte[] kdfe(TpmHash hash, byte[] shared, byte[] partyU, byte[] partyV) {
        return hash.digest(new TpmWriter().u32(1).toBytes(), shared, label("IDENTITY"), partyU, partyV);
    }

    /** KDFa (part 1 §11.4.10.2): SP 800-108 in counter mode with an HMAC. */
    private static byte[] kdfa(TpmHash hash, byte[] key, String label, byte[] context, int bits)
            throws GeneralSecurityException {
        TpmWriter out = new TpmWriter();
        for (int counter = 1; counter <= (bits / 8 + hash.length() - 1) / hash.length(); counter++) {
            out.bytes(mac(
                    hash,
                    key,
                    new TpmWriter().u32(counter).toBytes(),
                    label(label),
                    context,
                    new TpmWriter().u32(bits).toBytes()));
        }
        return Arrays.copyOf(out.toBytes(), bits / 8);
    }

    private static byte[] mac(TpmHash hash, byte[] key, byte[]... parts) throws GeneralSecurityException {
        String name = "Hmac" + hash.jca().replace("-", "");
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(key, name));
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }
}
