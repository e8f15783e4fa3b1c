package dev.muster.server.http;

import java.util.Map;

/** On every response, unless the handler set its own: nothing from elsewhere, nothing framed, nothing cached. */
final class SecurityHeaders {
    static final Map<String, String> ALL = Map.of(
            "strict-transport-security", "max-age=31536000",
            "content-security-policy",
                    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self';"
                            + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "x-content-type-options", "nosniff",
            "referrer-policy", "no-referrer",
            "cross-origin-opener-policy", "same-origin",
            "cross-origin-resource-policy", "same-origin",
            "cache-control", "no-store");

    private SecurityHeaders() {}
}
