package dev.muster.core.governance.exchange;

import dev.muster.format.json.Json;
import dev.muster.format.json.JsonException;
import dev.muster.format.json.JsonReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is wanted of a product beside what its maker offers: requirements with their level, and documents that must be there
 * before it is ordered. What the maker does not speak of is a gap, never a silent yes.
 *
 * <p>A capability statement is a paper of the topic {@code capability-statement} and the type {@value #MEDIA_TYPE}: an object
 * whose {@code capabilities} are {@code {requirement, level, note?}} with the levels {@code full}, {@code partial}, {@code
 * none}.
 */
public final class GapTable {
    public static final String MEDIA_TYPE = "application/vnd.muster.capabilities+json";

    private static final List<String> LEVELS = List.of("none", "partial", "full");

    private GapTable() {}

    /**
     * One line.
     *
     * @param kind {@code requirement} or {@code document}
     * @param name requirement as {@code SOURCE/ID}, or topic
     * @param wanted level, or before when
     * @param offered level, or since when; empty when the maker says nothing of it
     * @param met whether the one covers the other
     * @param note of the maker
     */
    public record Line(String kind, String name, String wanted, String offered, boolean met, String note) {}

    /** What a maker says of one requirement. */
    private record Offered(String level, String note) {}

    /**
     * The table.
     *
     * @param profile requirements with a level each, separated by commas or line ends: {@code NIST-CAT/SEC-COM-01 full}
     * @param documents topics, separated by commas or line ends
     * @param capabilities bytes of the maker's capability statement
     * @param papers of the maker that count
     * @param ordered when it is or was ordered; papers must be there before
     * @throws JsonException when the capability statement cannot be read
     */
    public static List<Line> of(
            String profile,
            String documents,
            Optional<byte[]> capabilities,
            List<ExchangeStore.Received> papers,
            Optional<Instant> ordered) {
        Map<String, Offered> offers = capabilities.map(GapTable::offers).orElse(Map.of());
        List<Line> lines = new ArrayList<>();
        for (String wish : parts(profile)) {
            String[] words = wish.split("\\s+", 2);
            String level = words.length < 2 ? "full" : words[1].strip();
            Optional<Offered> offer = Optional.ofNullable(offers.get(words[0]));
            String offered = offer.map(Offered::level).orElse("");
            lines.add(new Line(
                    "requirement",
                    words[0],
                    level,
                    offered,
                    LEVELS.contains(level) && LEVELS.indexOf(offered) >= LEVELS.indexOf(level),
                    offer.map(Offered::note).orElse("")));
        }
        for (String topic : parts(documents)) {
            Optional<ExchangeStore.Received> there = papers.stream()
                    .filter(paper -> paper.paper().topic().equals(topic)
                            && paper.withdrawn().isEmpty())
                    .min(java.util.Comparator.comparing(ExchangeStore.Received::at));
            lines.add(new Line(
                    "document",
                    topic,
                    ordered.map(at -> "before " + at).orElse("before the order"),
                    there.map(paper -> paper.at().toString()).orElse(""),
                    there.filter(paper -> ordered.isEmpty() || paper.at().isBefore(ordered.get()))
                            .isPresent(),
                    there.map(paper -> paper.paper().title()).orElse("")));
        }
        return List.copyOf(lines);
    }

    /** Parts of a text, separated by commas or line ends. */
    static List<String> parts(String text) {
        return Arrays.stream(text.split("[,\\n]", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static Map<String, Offered> offers(byte[] statement) {
        Map<String, Offered> offers = new LinkedHashMap<>();
        if (JsonReader.read(statement) instanceof Json.Obj all
                && all.get("capabilities").orElse(null) instanceof Json.Arr list) {
            for (Json element : list.elements()) {
                if (element instanceof Json.Obj one) {
                    // Said twice, the weaker word counts.
                    offers.merge(
                            text(one, "requirement"),
                            new Offered(text(one, "level"), text(one, "note")),
                            (a, b) -> LEVELS.indexOf(a.level()) <= LEVELS.indexOf(b.level()) ? a : b);
                }
            }
        }
        return offers;
    }

    private static String text(Json.Obj object, String name) {
        return object.get(name).orElse(null) instanceof Json.Text text ? text.value() : "";
    }
}
