package dev.muster.agent.server;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/**
 * What a server says beside its answers about the device's identity: the headers {@code muster-authorities} and {@code
 * muster-renew-within}. Following it costs a request; nothing is believed by it.
 *
 * @param authorities changes when the device should ask again who the authorities are; empty when it was not said
 * @param renewWithin in what time to renew although the certificate is young
 */
public record Advice(String authorities, Optional<Duration> renewWithin) {
    static final Advice NONE = new Advice("", Optional.empty());

    /** Empty when nothing was said. */
    static Optional<Advice> of(HttpHeaders headers) {
        String seconds = headers.firstValue("muster-renew-within").orElse("");
        return headers.firstValue("muster-authorities")
                .filter(tag -> tag.matches("[0-9a-f]{1,64}"))
                .map(tag -> new Advice(
                        tag,
                        seconds.matches("[0-9]{1,9}")
                                ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
                                : Optional.empty()));
    }
}
