package dev.muster.format.join.x509;

import dev.muster.format.crypto.CryptoException;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A certificate revocation list of one authority (RFC 5280 §5), version 2 with its number: complete for the authority, or
 * for one distribution point of it, or the difference from an earlier one.
 *
 * @param revoked in any order, each serial number once
 * @param thisUpdate when it was made
 * @param nextUpdate by when there is a newer one
 * @param number grows with each list
 * @param scope of what it is complete
 */
public record RevocationList(
        List<Revoked> revoked, Instant thisUpdate, Instant nextUpdate, BigInteger number, Scope scope) {

    /** Why a certificate is good no longer, with the number of RFC 5280 §5.3.1. */
    public enum Why {
        /** Its key was replaced, or its device was let go. */
        SUPERSEDED(4),
        /** Its device is out of service for ever. */
        CESSATION(5),
        /** Its device is cut off for now; it may be good again. */
        HOLD(6),
        /** It was on hold and is good again; only a difference says so. */
        REMOVED(8);

        private final int number;

        Why(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** One certificate that is good no longer. */
    public record Revoked(BigInteger serial, Instant since, Why why) {}

    /**
     * Of what a list is complete.
     *
     * @param point URL of the distribution point (§5.2.5); empty for all certificates of the authority
     * @param base number of the list that this one is the difference from (§5.2.4); empty for a complete one
     * @param freshest URL of the difference from this list (§5.2.6), when there is one
     */
    public record Scope(Optional<String> point, Optional<BigInteger> base, Optional<String> freshest) {
        /** Everything that the authority issued. */
        public static final Scope ALL = new Scope(Optional.empty(), Optional.empty(), Optional.empty());
    }

    public RevocationList {
        revoked = List.copyOf(revoked);
    }

    /** A list of everything that the authority issued. */
    public RevocationList(List<Revoked> revoked, Instant thisUpdate, Instant nextUpdate, BigInteger number) {
        this(revoked, thisUpdate, nextUpdate, number, Scope.ALL);
    }

    /**
     * Signs the list.
     *
     * @return DER
     * @throws X509Exception when the issuer's key cannot sign
     */
    public byte[] sign(CertificateTemplate.Issuer issuer) {
        KeyType type = KeyType.of(issuer.certificate().getPublicKey())
                .orElseThrow(() -> new X509Exception("issuer's key is none of " + KeyType.all(), "crl"));
        try {
            return RevocationListWriter.sign(this, issuer, type);
        } catch (IOException | CryptoException e) {
            throw new X509Exception("cannot sign with the issuer's key", "crl", e);
        }
    }
}
