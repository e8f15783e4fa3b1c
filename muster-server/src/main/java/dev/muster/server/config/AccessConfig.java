package dev.muster.server.config;

import java.time.Duration;

/**
 * How long a person stays known.
 *
 * @param session after which a browser signs in again
 * @param organisation id of the organisation that the first start creates
 * @param openVerification whether strangers may have evidence appraised through Veraison's API
 */
public record AccessConfig(Duration session, String organisation, boolean openVerification) {
    static AccessConfig read(Settings settings) {
        return new AccessConfig(
                Duration.ofHours(settings.number("access.session-hours", 12, 1, 720)),
                settings.text("access.organisation", "demo"),
                settings.yes("access.open-verification", "no"));
    }
}
