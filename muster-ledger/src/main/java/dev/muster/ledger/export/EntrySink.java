package dev.muster.ledger.export;

import dev.muster.core.ledger.OrgId;
import java.util.List;

/**
 * Where entries are exported to, so that an engine of the operator's can take it from there. In order within one
 * subject, at least once: after a failure some come again.
 */
public interface EntrySink extends AutoCloseable {
    /**
     * Takes neighbouring entries of one organisation. When it returns, they are durable on the other side.
     *
     * @throws RuntimeException when they may not be; the same entries come again
     */
    void put(OrgId org, List<ExportedEntry> entries);

    @Override
    void close();
}
