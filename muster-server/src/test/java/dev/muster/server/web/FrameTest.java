package dev.muster.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A page never shows the present under the name of the past. */
class FrameTest {
    private static final Optional<Instant> THEN = Optional.of(Instant.parse("2026-11-21T20:00:00Z"));

    private static String page(Optional<Instant> asOf, boolean onlyNow) {
        List<Contributions.Place> places = List.of(new Contributions.Place("Compliance", "compliance"));
        return new Frame("T", "demo", asOf, places, "x", onlyNow).render(Html.el("p", "content"));
    }

    @Test
    void aPageWithoutAPastSaysSoAndTheNextLinkStaysThere() {
        assertThat(page(THEN, true))
                .contains("This page shows the present, not 2026-11-21 20:00:00 UTC.", "data-live=\"/o/demo/events\"")
                .contains("/o/demo/compliance?asOf=2026-11-21T20:00:00Z")
                .doesNotContain("name=\"asOf\"");
        assertThat(page(Optional.empty(), true)).contains("live").doesNotContain("name=\"asOf\"", "the present");
    }

    @Test
    void aPageWithAPastAsksForTheTime() {
        assertThat(page(THEN, false))
                .contains(
                        "name=\"asOf\"",
                        "value=\"2026-11-21T20:00:00\"",
                        "back to now",
                        "class=\"printed\">as of 2026-11-21 20:00:00 UTC",
                        "data-live=\"\"")
                .doesNotContain("the present");
    }
}
