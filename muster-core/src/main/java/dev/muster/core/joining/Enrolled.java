package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * A device got a certificate; it replaces the one before. Subject: {@code device/<id>}. All digests are SHA-256 in hex.
 *
 * @param certificate the new LDevID certificate, DER
 * @param serial its serial number, hex
 * @param notBefore its begin
 * @param notAfter its end
 * @param key digest of its SubjectPublicKeyInfo
 * @param keyAlgorithm {@code P-256} or {@code P-384}
 * @param means how the device proved who it is
 * @param rekeyed whether a certificate with another key was replaced
 * @param factory digest of the IDevID certificate, or of the endorsement key; of the first enrolment when this one is a
 *     renewal
 * @param anchor digest of the maker's anchor, or of who certified the endorsement key; empty for a renewal
 * @param authority digest of the authority that issued it
 * @param tlsVersion of the connection, such as {@code TLSv1.3}
 * @param tlsCipher of the connection
 */
@EntryType("joining.enrolled")
public record Enrolled(
        byte[] certificate,
        String serial,
        Instant notBefore,
        Instant notAfter,
        String key,
        String keyAlgorithm,
        Means means,
        boolean rekeyed,
        String factory,
        String anchor,
        String authority,
        String tlsVersion,
        String tlsCipher)
        implements JoiningEvent {

    /** How a device proved who it is. */
    public enum Means {
        /** By its factory identity. */
        FACTORY_IDENTITY,
        /** By the certificate that this one replaces. */
        LOCAL_IDENTITY,
        /** By a bootstrap token, without a factory identity. */
        TOKEN,
        /** By the endorsement key of its TPM, which a list names. */
        ENDORSEMENT_KEY
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Enrolled that
                && Arrays.equals(certificate, that.certificate)
                && serial.equals(that.serial)
                && notBefore.equals(that.notBefore)
                && notAfter.equals(that.notAfter)
                && key.equals(that.key)
                && keyAlgorithm.equals(that.keyAlgorithm)
                && means == that.means
                && rekeyed == that.rekeyed
                && factory.equals(that.factory)
                && anchor.equals(that.anchor)
                && authority.equals(that.authority)
                && tlsVersion.equals(that.tlsVersion)
                && tlsCipher.equals(that.tlsCipher);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(certificate), serial, key, means);
    }
}
