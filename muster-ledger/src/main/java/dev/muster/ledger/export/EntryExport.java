package dev.muster.ledger.export;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.Follower;
import java.util.List;

/** Follows the ledger and hands every entry to a sink. */
public final class EntryExport implements Follower, AutoCloseable {
    private final String name;
    private final Ledger ledger;
    private final EntrySink sink;

    /** @param name of the offset: another name exports everything from the beginning */
    public EntryExport(String name, Ledger ledger, EntrySink sink) {
        this.name = name;
        this.ledger = ledger;
        this.sink = sink;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void accept(OrgId org, List<Entry> entries) {
        sink.put(
                org,
                ledger.entries(
                        org,
                        rows -> entries.stream()
                                .map(entry -> new ExportedEntry(entry, rows.salt(entry.index())))
                                .toList()));
    }

    /** The ledger closes it when it has stopped following. */
    @Override
    public void close() {
        sink.close();
    }
}
