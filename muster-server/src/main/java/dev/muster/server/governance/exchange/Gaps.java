package dev.muster.server.governance.exchange;

import dev.muster.core.governance.Instance;
import dev.muster.core.governance.exchange.ExchangeStore;
import dev.muster.core.governance.exchange.GapTable;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings together what an acquisition wants and what makers said. */
final class Gaps {
    private Gaps() {}

    /**
     * The table.
     *
     * @param maker whose papers count; empty for those of all makers
     * @return nothing when there is no such acquisition
     */
    static Optional<List<GapTable.Line>> of(Database database, OrgId org, String acquisition, String maker) {
        return database.read(tx -> {
            SqlExchange store = new SqlExchange(tx, org);
            Optional<Instance> wanted = store.find("acquisition", acquisition);
            if (wanted.isEmpty()) {
                return Optional.empty();
            }
            List<ExchangeStore.Received> papers = store.received(maker).stream()
                    .filter(paper -> paper.withdrawn().isEmpty())
                    .toList();
            Optional<byte[]> capabilities = papers.stream()
                    .filter(paper -> paper.paper().mediaType().equals(GapTable.MEDIA_TYPE))
                    .findFirst()
                    .flatMap(paper ->
                            store.bytes(HexFormat.of().formatHex(paper.paper().digest())));
            Map<String, String> fields = wanted.get().fields();
            return Optional.of(GapTable.of(
                    fields.getOrDefault("profile", ""),
                    fields.getOrDefault("documents", ""),
                    capabilities,
                    papers,
                    PaperDoor.time(fields.getOrDefault("ordered", ""))));
        });
    }
}
