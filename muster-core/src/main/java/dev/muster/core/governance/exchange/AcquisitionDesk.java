package dev.muster.core.governance.exchange;

import dev.muster.core.governance.Field;
import dev.muster.core.governance.Instance;
import dev.muster.core.governance.Workflows;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.format.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares what an acquisition wants with what makers offered through the exchange, and keeps the table in the record: the
 * comparison is Muster's own step, so that nobody writes what it did not find.
 */
public final class AcquisitionDesk {
    private static final String ACQUISITION = "acquisition";

    private final Workflows workflows;

    public AcquisitionDesk(Workflows workflows) {
        this.workflows = workflows;
    }

    /** What makers gave. */
    public interface Offers {
        /** Papers of a maker that count. */
        List<ExchangeStore.Received> papers(String maker);

        /** The bytes of a paper. */
        Optional<byte[]> bytes(ExchangeStore.Received paper);
    }

    /** What came of it. */
    public sealed interface Answer {
        record Compared(Instance acquisition, List<ExchangeEvent.Offer> offers) implements Answer {}

        /** @param reason {@code record-unknown}, {@code offers-missing} or one of {@link Workflows} */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    /**
     * Compares and keeps.
     *
     * @param by who asked for it
     * @throws dev.muster.format.json.JsonException when a capability statement cannot be read
     */
    public Decision<Answer> compare(String id, String by, ExchangeStore store, Offers given, Instant now) {
        Optional<Instance> found = store.find(ACQUISITION, id);
        if (found.isEmpty()) {
            return no(Refusing.Kind.ABSENT, "record-unknown", "there is no acquisition " + id);
        }
        Map<String, String> fields = found.get().fields();
        List<String> makers = GapTable.parts(fields.getOrDefault("offers", "")).stream()
                .filter(maker -> store.maker(maker).isPresent())
                .toList();
        if (makers.isEmpty()) {
            return no(
                    Refusing.Kind.CONFLICT,
                    "offers-missing",
                    "the field offers names no maker whose papers are taken here");
        }
        List<ExchangeEvent.Offer> offers =
                makers.stream().map(maker -> offer(maker, fields, given)).toList();
        String words = offers.stream()
                .map(offer -> offer.maker() + ": " + (offer.open() == 0 ? "none" : offer.open()) + " of "
                        + offer.lines().size())
                .collect(Collectors.joining("; "));
        Decision<Workflows.Answer> moved = workflows.move(
                new Workflows.Request(
                        ACQUISITION,
                        id,
                        "compare",
                        Workflows.SYSTEM,
                        true,
                        by + " asked for it",
                        Map.of(
                                "gaps",
                                words.substring(0, Math.min(words.length(), Field.MAX_CHARS)),
                                "gap-table",
                                digest(offers))),
                store,
                now);
        return switch (moved.answer()) {
            case Workflows.Answer.Refused refused -> no(refused.kind(), refused.reason(), refused.detail());
            case Workflows.Answer.Moved done -> {
                List<Draft> drafts = new ArrayList<>(moved.drafts());
                drafts.add(new Draft(found.get().subject(), now, by, new ExchangeEvent.GapsCompared(offers)));
                yield Decision.of(new Answer.Compared(done.now(), offers), drafts);
            }
        };
    }

    private static ExchangeEvent.Offer offer(String maker, Map<String, String> wanted, Offers given) {
        List<ExchangeStore.Received> papers = given.papers(maker);
        Optional<ExchangeStore.Received> statement = papers.stream()
                .filter(paper -> paper.paper().mediaType().equals(GapTable.MEDIA_TYPE))
                .findFirst();
        return new ExchangeEvent.Offer(
                maker,
                statement
                        .map(paper -> HexFormat.of().formatHex(paper.paper().digest()))
                        .orElse(""),
                GapTable.of(
                        wanted.getOrDefault("profile", ""),
                        wanted.getOrDefault("documents", ""),
                        statement.flatMap(given::bytes),
                        papers,
                        Optional.empty()));
    }

    /** Over a line for each wanted thing of each offer, fields separated by tabs. */
    private static String digest(List<ExchangeEvent.Offer> offers) {
        StringBuilder all = new StringBuilder();
        for (ExchangeEvent.Offer offer : offers) {
            for (GapTable.Line line : offer.lines()) {
                all.append(String.join(
                                "\t",
                                offer.maker(),
                                offer.statement(),
                                line.kind(),
                                line.name(),
                                line.wanted(),
                                line.offered(),
                                Boolean.toString(line.met())))
                        .append('\n');
            }
        }
        return HexFormat.of().formatHex(Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static Decision<Answer> no(Refusing.Kind kind, String reason, String detail) {
        return Decision.of(new Answer.Refused(kind, reason, detail));
    }
}
