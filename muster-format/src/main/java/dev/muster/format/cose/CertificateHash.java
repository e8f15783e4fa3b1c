package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;

/**
 * COSE_CertHash, the value of {@code x5t} (RFC 9360 §2).
 *
 * @param algorithm number of the hash in the COSE registry (RFC 9054)
 */
public record CertificateHash(long algorithm, byte[] hash) {
    /** SHA-256. */
    public static final long SHA_256 = -16;

    private static final long SHA_256_64 = -15;
    private static final long SHA_384 = -43;
    private static final long SHA_512 = -44;

    /** Reads the header value. */
    public static CertificateHash read(Cbor item) {
        CborArray array = item.asArray().ofSize(2);
        return new CertificateHash(array.get(0).asLong(), array.get(1).asBytes());
    }

    /** The SHA-256 hash of a certificate. */
    public static CertificateHash of(X509Certificate certificate) {
        return new CertificateHash(SHA_256, digest(SHA_256, certificate).orElseThrow());
    }

    /** True when this is the hash of that certificate; false also for a hash that is not known here. */
    public boolean matches(X509Certificate certificate) {
        return digest(algorithm, certificate)
                .filter(own -> MessageDigest.isEqual(own, hash))
                .isPresent();
    }

    /** The header value. */
    public Cbor toCbor() {
        return Cbor.array(Cbor.of(algorithm), Cbor.of(hash));
    }

    private static Optional<byte[]> digest(long algorithm, X509Certificate certificate) {
        String name = switch (Math.clamp(algorithm, Integer.MIN_VALUE, 0)) {
            case (int) SHA_256, (int) SHA_256_64 -> "SHA-256";
            case (int) SHA_384 -> "SHA-384";
            case (int) SHA_512 -> "SHA-512";
            default -> "";
        };
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] digest = MessageDigest.getInstance(name).digest(certificate.getEncoded());
            return Optional.of(algorithm == SHA_256_64 ? Arrays.copyOf(digest, 8) : digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot hash a certificate", e);
        }
    }
}
