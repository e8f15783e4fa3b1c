package dev.muster.core.attestation.tpm;

import dev.muster.core.ledger.EntryType;
import java.util.Arrays;
import java.util.Objects;

/**
 * An operator believes the endorsement certificates below an authority. Subject: {@code tpm-maker/<SHA-256 of the
 * certificate, hex>}.
 *
 * @param certificate DER
 * @param maker of the TPMs
 * @param home word of {@link KeyHome}: what keys in these TPMs are
 */
@EntryType("attestation.tpm-maker-added")
public record TpmMakerAdded(byte[] certificate, String maker, String home) implements TpmKeyEvent {
    @Override
    public boolean equals(Object other) {
        return other instanceof TpmMakerAdded that
                && Arrays.equals(certificate, that.certificate)
                && maker.equals(that.maker)
                && home.equals(that.home);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(certificate), maker, home);
    }
}
