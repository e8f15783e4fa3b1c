package dev.muster.format.attest.tpm;

import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Curve;
import dev.muster.format.crypto.HashName;
import dev.muster.format.crypto.SignatureScheme;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;

/**
 * A signature of a TPM (TPMT_SIGNATURE, part 2 §11.3.4): ECDSA, RSASSA or RSAPSS.
 *
 * @param scheme TPM_ALG_ID
 * @param value {@code r} and {@code s} one after another, each as wide as the larger; or the RSA signature
 */
public record TpmSignature(int scheme, TpmHash hash, byte[] value) {
    private static final int RSASSA = 0x0014;
    private static final int RSAPSS = 0x0016;
    private static final int ECDSA = 0x0018;

    private static final String PSS = "RSASSA-PSS";

    /** Coordinates of P-521 have 66 bytes. */
    private static final int WIDEST = 66;

    /** @throws TpmException when the bytes are not one signature of these schemes */
    public static TpmSignature parse(byte[] bytes) {
        TpmCursor in = TpmCursor.of(bytes);
        int scheme = in.u16("sigAlg");
        if (scheme != ECDSA && scheme != RSASSA && scheme != RSAPSS) {
            throw in.fault("the scheme 0x" + Integer.toHexString(scheme) + " is not ECDSA, RSASSA or RSAPSS", "sigAlg");
        }
        TpmHash hash = TpmHash.require(in, "hash");
        byte[] value = scheme == ECDSA ? pair(in) : in.sized("sig");
        in.end("signature");
        return new TpmSignature(scheme, hash, value);
    }

    /** TPMs pad r and s, or do not; here both are as wide as the wider. */
    private static byte[] pair(TpmCursor in) {
        byte[] r = in.sized("signatureR");
        byte[] s = in.sized("signatureS");
        int width = Math.max(r.length, s.length);
        if (width == 0 || width > WIDEST) {
            throw in.fault("a signature of " + width + " bytes", "signatureR");
        }
        byte[] both = new byte[2 * width];
        System.arraycopy(r, 0, both, width - r.length, r.length);
        System.arraycopy(s, 0, both, 2 * width - s.length, s.length);
        return both;
    }

    /** Whether this is the key's signature over the message. A signature with SHA-1 is nobody's. */
    public boolean verifies(PublicKey key, byte[] message) {
        Optional<HashName> name = hashName();
        if (name.isEmpty()) {
            return false;
        }
        if (key instanceof ECPublicKey ec) {
            return scheme == ECDSA
                    && Curve.of(ec)
                            .map(curve -> Crypto.standard()
                                    .verify(
                                            SignatureScheme.ecdsa(curve, name.get()),
                                            key,
                                            message,
                                            widened(curve.width())))
                            .orElse(false);
        }
        return key.getAlgorithm().equals("RSA") && scheme != ECDSA && rsa(key, message, name.get());
    }

    private Optional<HashName> hashName() {
        return switch (hash) {
            case SHA256 -> Optional.of(HashName.SHA256);
            case SHA384 -> Optional.of(HashName.SHA384);
            case SHA512 -> Optional.of(HashName.SHA512);
            case SHA1 -> Optional.empty();
        };
    }

    /** As wide as the curve's coordinates; some TPMs write more zeros before, some fewer. */
    private byte[] widened(int width) {
        int half = value.length / 2;
        int taken = Math.min(half, width);
        for (int i = 0; i < half - taken; i++) {
            if (value[i] != 0 || value[half + i] != 0) {
                return value;
            }
        }
        byte[] both = new byte[2 * width];
        System.arraycopy(value, half - taken, both, width - taken, taken);
        System.arraycopy(value, value.length - taken, both, 2 * width - taken, taken);
        return both;
    }

    /**
     * TPMs salt PSS with as many bytes as the hash has (FIPS 186-4), those from before that with as many as the key leaves room
     * for (part 1, annex B.7).
     */
    private boolean rsa(PublicKey key, byte[] message, HashName name) {
        if (scheme != RSAPSS) {
            return rsa(key, message, name.digest().replace("-", "") + "withRSA", Optional.empty());
        }
        int room = key instanceof RSAPublicKey rsa ? (rsa.getModulus().bitLength() + 6) / 8 - name.length() - 2 : 0;
        return rsa(key, message, PSS, Optional.of(salted(name, name.length())))
                || (room > name.length() && rsa(key, message, PSS, Optional.of(salted(name, room))));
    }

    private static PSSParameterSpec salted(HashName name, int salt) {
        return new PSSParameterSpec(name.digest(), "MGF1", new MGF1ParameterSpec(name.digest()), salt, 1);
    }

    private boolean rsa(PublicKey key, byte[] message, String algorithm, Optional<PSSParameterSpec> parameters) {
        try {
            Signature engine = Signature.getInstance(algorithm);
            if (parameters.isPresent()) {
                engine.setParameter(parameters.get());
            }
            engine.initVerify(key);
            engine.update(message);
            return engine.verify(value);
        } catch (GeneralSecurityException unfit) {
            return false;
        }
    }
}
