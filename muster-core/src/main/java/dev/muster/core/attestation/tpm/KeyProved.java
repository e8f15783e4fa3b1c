package dev.muster.core.attestation.tpm;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * A device proved that its attestation key, and with it the key that it was enrolled with, are in the TPM of an endorsement
 * key. Subject: {@code device/<id>}. Digests are SHA-256 in hex.
 *
 * @param attestationKey its TPM2B_PUBLIC
 * @param name of the attestation key, hex
 * @param certificate that was issued for it, DER
 * @param key digest of the SubjectPublicKeyInfo that the device was enrolled with
 * @param endorsement digest of the endorsement key's SubjectPublicKeyInfo
 * @param anchor digest of the authority that its certificate leads to; empty when a list vouches for the key alone
 * @param maker of the TPM, as the authority is registered; empty likewise
 * @param home word of {@link KeyHome}
 * @param ticket digest of the ticket, which is good once
 * @param ticketEnds after it the ticket could not have been used again anyway
 */
@EntryType("attestation.tpm-key-proved")
public record KeyProved(
        byte[] attestationKey,
        String name,
        byte[] certificate,
        String key,
        String endorsement,
        String anchor,
        String maker,
        String home,
        String ticket,
        Instant ticketEnds)
        implements TpmKeyEvent {
    @Override
    public boolean equals(Object other) {
        return other instanceof KeyProved that
                && Arrays.equals(attestationKey, that.attestationKey)
                && name.equals(that.name)
                && Arrays.equals(certificate, that.certificate)
                && key.equals(that.key)
                && endorsement.equals(that.endorsement)
                && anchor.equals(that.anchor)
                && maker.equals(that.maker)
                && home.equals(that.home)
                && ticket.equals(that.ticket)
                && ticketEnds.equals(that.ticketEnds);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, key, endorsement, ticket);
    }
}
