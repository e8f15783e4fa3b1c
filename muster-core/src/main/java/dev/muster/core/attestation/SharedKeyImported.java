package dev.muster.core.attestation;

import dev.muster.core.ledger.EntryType;
import java.util.Arrays;
import java.util.Objects;

/**
 * An operator brought a key that a device and this verifier share. Subject: {@code attestation-key/<id>}.
 *
 * @param id of {@link SharedKey#id}, hexadecimal
 * @param implementation of the device's root of trust, hexadecimal; empty for a key of a UEID alone
 * @param instance UEID, hexadecimal
 * @param sealed the key under a secret of the server that accepted it
 */
@EntryType("attestation.shared-key-imported")
public record SharedKeyImported(String id, String implementation, String instance, byte[] sealed)
        implements AttestationEvent {
    @Override
    public boolean equals(Object other) {
        return other instanceof SharedKeyImported that
                && id.equals(that.id)
                && implementation.equals(that.implementation)
                && instance.equals(that.instance)
                && Arrays.equals(sealed, that.sealed);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, instance);
    }
}
