package dev.muster.core.joining.authorities;

import dev.muster.core.ledger.EntryType;
import java.util.Arrays;
import java.util.Objects;

/**
 * An authority was made. Subject: {@code authority/<SHA-256, hex>}.
 *
 * @param certificate DER
 * @param issuer fingerprint of the authority that certified it; its own for a root
 * @param keys where its key is, such as {@code pkcs12:demo.p12}
 * @param standing {@code ACTIVE} for the first of its role, else {@code NEXT}
 */
@EntryType("joining.authority-made")
public record AuthorityMade(byte[] certificate, Role role, String issuer, String keys, Standing standing)
        implements AuthorityEvent {
    @Override
    public boolean equals(Object other) {
        return other instanceof AuthorityMade that
                && Arrays.equals(certificate, that.certificate)
                && role == that.role
                && issuer.equals(that.issuer)
                && keys.equals(that.keys)
                && standing == that.standing;
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(certificate), role, issuer, keys, standing);
    }
}
