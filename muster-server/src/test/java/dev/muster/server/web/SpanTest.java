package dev.muster.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Steps are even, of whole minutes, and so many as a picture has points for. */
class SpanTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    @Test
    void everySpanFitsAPictureAndEndsWithTheTimeThatIsShown() {
        for (Span span : Span.values()) {
            List<Instant> ends = span.ends(NOON);
            assertThat(ends)
                    .hasSizeLessThanOrEqualTo(Chart.POINTS_MAX)
                    .endsWith(NOON)
                    .isSorted();
            assertThat(span.step().toSeconds() % 60).isZero();
            assertThat(Duration.between(ends.getFirst(), ends.get(1))).isEqualTo(span.step());
        }
    }

    @Test
    void eachIsALinkToTheSamePage() {
        String links = Html.render(Span.DAY.links(Address.of("/o/demo/").with("q", "cam")));
        Stream.of(Span.values()).forEach(span -> assertThat(links).contains("/o/demo/?q=cam&amp;span=" + span.word()));
        assertThat(links).containsOnlyOnce("aria-current=\"true\">day<");
    }
}
