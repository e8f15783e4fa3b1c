package dev.muster.core.network;

import dev.muster.core.ledger.Subject;
import java.net.URI;
import java.util.Optional;

/** A MUD URL: https, a host, and nothing that a reader could take for another host (RFC 8520 §5). */
public final class MudUrl {
    private MudUrl() {}

    /** The subject of entries about the description there. */
    public static Subject subject(String url) {
        return new Subject("mud", url);
    }

    /** Why this is none; empty when it is one. */
    public static Optional<String> fault(String url) {
        if (url.length() > Subject.MAX_ID_LENGTH) {
            return Optional.of("an URL has at most " + Subject.MAX_ID_LENGTH + " characters");
        }
        try {
            URI uri = new URI(url);
            boolean https = "https".equalsIgnoreCase(uri.getScheme());
            if (!https || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
                return Optional.of("a MUD URL is https, has a host, and no user and no fragment");
            }
            return Optional.empty();
        } catch (java.net.URISyntaxException e) {
            return Optional.of("it is no URL: " + e.getReason());
        }
    }
}
