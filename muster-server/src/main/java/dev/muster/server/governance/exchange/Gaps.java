package dev.muster.server.governance.exchange;

import dev.muster.core.governance.Field;
import dev.muster.core.governance.Instance;
import dev.muster.core.governance.exchange.AcquisitionDesk;
import dev.muster.core.governance.exchange.ExchangeStore;
import dev.muster.core.governance.exchange.GapTable;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings together what an acquisition wants and what makers said. */
record Gaps(SqlExchange store) implements AcquisitionDesk.Offers {

    @Override
    public List<ExchangeStore.Received> papers(String maker) {
        return store.received(maker).stream()
                .filter(paper -> paper.withdrawn().isEmpty())
                .toList();
    }

    @Override
    public Optional<byte[]> bytes(ExchangeStore.Received paper) {
        return store.bytes(HexFormat.of().formatHex(paper.paper().digest()));
    }

    /**
     * The table as it is now.
     *
     * @param maker whose papers count; empty for those of all makers
     */
    List<GapTable.Line> of(Instance acquisition, String maker) {
        List<ExchangeStore.Received> papers = papers(maker);
        Map<String, String> fields = acquisition.fields();
        return GapTable.of(
                fields.getOrDefault("profile", ""),
                fields.getOrDefault("documents", ""),
                papers.stream()
                        .filter(paper -> paper.paper().mediaType().equals(GapTable.MEDIA_TYPE))
                        .findFirst()
                        .flatMap(this::bytes),
                papers,
                Field.time(fields.getOrDefault("ordered", "")));
    }
}
