package dev.muster.format.attest.corim;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.crypto.PemException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;

/** The public key inside a {@code $crypto-key-type-choice} (CoRIM -11 §5.1.4.2). */
public final class KeyContent {
    private static final String BEGIN = "-----BEGIN";

    private KeyContent() {}

    /** Whether this is the id of a key and no key: tagged bytes (560). */
    public static boolean isId(TypedBytes key) {
        return key.tag() == CodePoints.TAG_BYTES;
    }

    /** Empty for thumbprints, for ids of keys, and for what cannot be read: those verify nothing. */
    public static Optional<PublicKey> publicKey(TypedBytes key) {
        try {
            return switch ((int) key.tag()) {
                case (int) CodePoints.TAG_PKIX_KEY -> Optional.of(Keys.publicKey(decoded(key, "PUBLIC KEY")));
                case (int) CodePoints.TAG_PKIX_CERTIFICATE, (int) CodePoints.TAG_PKIX_PATH ->
                    Optional.of(certificateKey(decoded(key, "CERTIFICATE")));
                case (int) CodePoints.TAG_DER_CERTIFICATE -> Optional.of(certificateKey(key.content()));
                case (int) CodePoints.TAG_COSE_KEY -> Optional.of(coseKey(key));
                default -> Optional.empty();
            };
        } catch (MalformedException | CryptoException | CertificateException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether a certificate, or the first of a path, holds then; what is no certificate holds always. */
    public static boolean holdsAt(TypedBytes key, Instant time) {
        try {
            Optional<X509Certificate> certificate = switch ((int) key.tag()) {
                case (int) CodePoints.TAG_PKIX_CERTIFICATE, (int) CodePoints.TAG_PKIX_PATH ->
                    Optional.of(certificate(decoded(key, "CERTIFICATE")));
                case (int) CodePoints.TAG_DER_CERTIFICATE -> Optional.of(certificate(key.content()));
                default -> Optional.empty();
            };
            if (certificate.isPresent()) {
                certificate.get().checkValidity(Date.from(time));
            }
            return true;
        } catch (MalformedException | CertificateException | IllegalArgumentException unreadable) {
            return false;
        }
    }

    private static PublicKey coseKey(TypedBytes key) {
        return CoseKey.parse(Cbor.parse(key.encoded()).asTag().content().encoded())
                .verificationKey()
                .key();
    }

    /** PEM, or base64 without its armour, as some files have it. */
    private static byte[] decoded(TypedBytes key, String label) throws PemException {
        String text = new String(key.content(), StandardCharsets.UTF_8);
        return text.contains(BEGIN)
                ? Pem.first(text, label)
                : Base64.getMimeDecoder().decode(text);
    }

    private static PublicKey certificateKey(byte[] der) throws CertificateException {
        return certificate(der).getPublicKey();
    }

    private static X509Certificate certificate(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
