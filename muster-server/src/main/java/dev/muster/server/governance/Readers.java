package dev.muster.server.governance;

import static dev.muster.server.web.Html.text;

import dev.muster.server.web.Html;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who was given a document, and who said that they read it: what its steps tell. */
final class Readers {
    private Readers() {}

    /** One reader. */
    record Reader(Optional<Instant> given, Optional<Instant> read) {}

    /** By who they are, in the order in which they got it. */
    static Map<String, Reader> of(List<StepMade> steps) {
        Map<String, Reader> readers = new LinkedHashMap<>();
        for (StepMade step : steps.reversed()) {
            String to = step.fields().getOrDefault("to", "");
            if (!to.isEmpty()) {
                readers.put(to, new Reader(Optional.of(step.at()), Optional.empty()));
            }
            String receipt = step.fields().getOrDefault("receipt", "");
            if (!receipt.isEmpty()) {
                // A customer's receipt names the customer and the person: "City of X: operator/ann".
                String who = readers.keySet().stream()
                        .filter(name -> receipt.equals(name) || receipt.startsWith(name + ": "))
                        .findFirst()
                        .orElse(receipt);
                Optional<Instant> given = Optional.ofNullable(readers.get(who)).flatMap(Reader::given);
                readers.put(who, new Reader(given, Optional.of(step.at())));
            }
        }
        return readers;
    }

    static Html.Node table(List<StepMade> steps, Instant now) {
        return Table.whole(
                "Who has it",
                List.of("Who", "Given", "Read and acknowledged"),
                of(steps).entrySet().stream()
                        .map(reader -> List.of(
                                text(reader.getKey()),
                                time(reader.getValue().given(), now),
                                reader.getValue().read().isEmpty()
                                        ? Shown.badge("not yet", "fair")
                                        : time(reader.getValue().read(), now)))
                        .toList());
    }

    private static Html.Node time(Optional<Instant> at, Instant now) {
        return at.map(it -> Shown.time(it, now)).orElseGet(() -> text("–"));
    }
}
