package dev.muster.server.governance.exchange;

import dev.muster.core.governance.exchange.ExchangeStore;
import java.util.HexFormat;

/** A paper of a maker, for people and programs. */
record PaperLine(
        String maker,
        String item,
        String topic,
        String product,
        String title,
        String version,
        String audience,
        String mediaType,
        String digest,
        long size,
        String record,
        String at,
        String withdrawn) {
    static PaperLine of(ExchangeStore.Received received) {
        return new PaperLine(
                received.maker(),
                received.paper().item(),
                received.paper().topic(),
                received.paper().product(),
                received.paper().title(),
                received.paper().version(),
                received.paper().audience(),
                received.paper().mediaType(),
                HexFormat.of().formatHex(received.paper().digest()),
                received.paper().size(),
                received.record(),
                received.at().toString(),
                received.withdrawn());
    }
}
