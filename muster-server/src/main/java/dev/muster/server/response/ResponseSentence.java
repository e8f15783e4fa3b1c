package dev.muster.server.response;

import dev.muster.core.ledger.Event;
import dev.muster.core.response.ResponseEvent;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Muster did by itself, in words. */
final class ResponseSentence {
    private ResponseSentence() {}

    static Optional<String> of(Event event) {
        return switch (event) {
            case ResponseEvent.Reacted reacted ->
                Optional.of("Muster reacted to entry " + reacted.verdictEntry() + ": "
                        + reacted.measures().stream()
                                .map(measure -> measure.toString()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '-'))
                                .collect(Collectors.joining(", ")));
            case ResponseEvent.Released released ->
                Optional.of("its evidence is good again; Muster let it back into service");
            case ResponseEvent.CaseOpened opened ->
                Optional.of("Muster gave up by itself and a person must decide: " + opened.detail());
            default -> Optional.empty();
        };
    }
}
