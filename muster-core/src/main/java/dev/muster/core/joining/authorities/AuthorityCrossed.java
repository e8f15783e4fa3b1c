package dev.muster.core.joining.authorities;

import dev.muster.core.ledger.EntryType;
import java.util.Arrays;

/**
 * An authority certified the key of another root, so that who trusts the one can come to trust the other (RFC 7030 §4.1.3,
 * RFC 4210 §4.4). Subject: {@code authority/<SHA-256 of the certificate that signed, hex>}.
 *
 * @param certificate DER: the other root's name and key, signed by this one
 * @param of fingerprint of the other root
 */
@EntryType("joining.authority-crossed")
public record AuthorityCrossed(byte[] certificate, String of) implements AuthorityEvent {
    @Override
    public boolean equals(Object other) {
        return other instanceof AuthorityCrossed that
                && Arrays.equals(certificate, that.certificate)
                && of.equals(that.of);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(certificate) + of.hashCode();
    }
}
