package dev.muster.core.attestation;

import dev.muster.core.ledger.EntryType;
import java.util.Arrays;
import java.util.Objects;

/**
 * An operator accepted a maker's key. Subject: {@code maker/<thumbprint>}.
 *
 * @param maker as the products name it
 * @param thumbprint SHA-256 thumbprint of the key (RFC 9679), hexadecimal
 * @param key COSE_Key
 */
@EntryType("attestation.maker-registered")
public record MakerRegistered(String maker, String thumbprint, byte[] key) implements AttestationEvent {
    @Override
    public boolean equals(Object other) {
        return other instanceof MakerRegistered that
                && maker.equals(that.maker)
                && thumbprint.equals(that.thumbprint)
                && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(maker, thumbprint);
    }
}
