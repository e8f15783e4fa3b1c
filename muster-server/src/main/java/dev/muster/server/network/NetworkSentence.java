package dev.muster.server.network;

import dev.muster.core.ledger.Event;
import dev.muster.core.network.PolicySet;
import java.util.Optional;

/** Network policies in words. */
final class NetworkSentence {
    private NetworkSentence() {}

    static Optional<String> of(Event event) {
        return event instanceof PolicySet set
                ? Optional.of("network policy " + set.name() + " was ordered, because of entry " + set.because())
                : Optional.empty();
    }
}
