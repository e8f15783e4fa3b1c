package dev.muster.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private static final Instant T0 = Instant.parse("2026-11-21T20:00:00.250Z");
    private static final Subject CAM = Subject.device("cam-01");

    private final List<Told> newest = new ArrayList<>();
    private final Map<Told, List<Fact>> facts = new HashMap<>();

    private void said(Subject subject, String key, String value) {
        int index = newest.size();
        Instant at = T0.plusSeconds(60L * index);
        Entry entry = new Entry(
                index, new OrgId("demo"), "console.said", CAM, at, at, "test", new byte[32], Optional.of(new byte[0]));
        Told told = new Told(entry, Optional.empty());
        newest.addFirst(told);
        facts.put(told, List.of(new Fact(subject, key, value, at, Grade.OBSERVED, index)));
    }

    private Moments moments() {
        return Moments.of(newest, facts::get);
    }

    private String page(Optional<Instant> asOf) {
        Frame frame = new Frame("cam-01", "demo", asOf, List.of(), "");
        return Html.render(moments().render(frame, asOf.orElse(T0.plusSeconds(3600))));
    }

    @Test
    void whatIsSaidAgainIsNoMoment() {
        said(CAM, FactKeys.STATE, "operational");
        said(CAM, FactKeys.VERDICT, "affirming");
        said(CAM, FactKeys.VERDICT, "affirming");
        said(CAM, FactKeys.VERDICT, "contraindicated");
        assertThat(moments().moments().stream().map(Moments.Moment::words))
                .containsExactly("state operational", "verdict affirming", "verdict affirming → contraindicated");
    }

    @Test
    void otherSubjectsAndOtherFactsAreNone() {
        said(Subject.device("cam-02"), FactKeys.STATE, "quarantined");
        said(CAM, "devices.uptime", "12");
        assertThat(moments().moments()).isEmpty();
    }

    @Test
    void theSliderEndsWithNowAndStandsAtThePastThatIsShown() {
        said(CAM, FactKeys.STATE, "joining");
        said(CAM, FactKeys.STATE, "operational");
        assertThat(page(Optional.empty())).contains("max=\"2\"", "value=\"2\"", ">now</output>");
        assertThat(page(Optional.of(T0.plusSeconds(61))))
                .contains("value=\"1\"", "joining → operational</output>", "href=\"?asOf=2026-11-21T20:01:01Z\"");
    }

    @Test
    void oneMomentNeedsNoSlider() {
        said(CAM, FactKeys.STATE, "joining");
        assertThat(page(Optional.empty())).isEmpty();
    }
}
