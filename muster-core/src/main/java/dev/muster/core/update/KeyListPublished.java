package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;
import java.util.Arrays;
import java.util.Objects;

/**
 * A signed list of release keys is a product's newest: its devices follow it. Subject: {@code product/<id>}.
 *
 * @param epoch of the list
 * @param list {@link dev.muster.format.update.keys.SignedKeyList}, as it was signed
 */
@EntryType("update.key-list-published")
public record KeyListPublished(long epoch, byte[] list) implements UpdateEvent {
    @Override
    public boolean equals(Object other) {
        return other instanceof KeyListPublished that && epoch == that.epoch && Arrays.equals(list, that.list);
    }

    @Override
    public int hashCode() {
        return Objects.hash(epoch, Arrays.hashCode(list));
    }
}
