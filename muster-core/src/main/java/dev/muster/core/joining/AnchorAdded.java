package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;
import java.util.Arrays;

/**
 * An operator trusts a maker's authority. Subject: {@code anchor/<SHA-256 of the certificate, hex>}.
 *
 * @param certificate DER
 * @param maker the word that factory identities under it carry as O
 */
@EntryType("joining.anchor-added")
public record AnchorAdded(byte[] certificate, String maker) implements JoiningEvent {
    @Override
    public boolean equals(Object other) {
        return other instanceof AnchorAdded that
                && Arrays.equals(certificate, that.certificate)
                && maker.equals(that.maker);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(certificate) + maker.hashCode();
    }
}
