package dev.muster.ledger.sequence;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EntryLeaf;
import dev.muster.core.ledger.Event;
import java.util.Optional;

/**
 * An entry as it was just written.
 *
 * @param entry with its body
 * @param event what the body says
 * @param salt 32 random bytes that hide the body behind the digest
 */
public record Stored(Entry entry, Event event, Optional<byte[]> salt) {
    public byte[] leafHash() {
        return EntryLeaf.of(entry).hash();
    }
}
