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
import java.time.Duration;
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
    private final Map<String, Fact> latest = new HashMap<>();
    private Duration away = Duration.ZERO;

    private void said(Subject subject, String key, String value) {
        int index = newest.size();
        Instant at = T0.plusSeconds(60L * index).plus(away);
        Entry entry = new Entry(
                index, new OrgId("demo"), "console.said", CAM, at, at, "test", new byte[32], Optional.of(new byte[0]));
        Told told = new Told(entry, Optional.empty());
        newest.addFirst(told);
        Fact fact = new Fact(subject, key, value, at, Grade.OBSERVED, index);
        facts.put(told, List.of(fact));
        if (subject.equals(CAM)) {
            latest.put(key, fact);
        }
    }

    private static Optional<Instant> minute(int index) {
        return Optional.of(T0.plusSeconds(60L * index));
    }

    private Moments moments() {
        return Moments.of(newest, facts::get, DeviceSummary.of("cam-01", List.copyOf(latest.values())));
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
    void trustIsSinceTheBeliefBecameAnother() {
        said(CAM, FactKeys.STATE, "joining");
        said(CAM, FactKeys.VERDICT, "affirming");
        said(CAM, FactKeys.STATE, "operational");
        assertThat(moments().trustSince()).isEqualTo(minute(2));
        said(CAM, FactKeys.STATE, "maintenance");
        said(CAM, FactKeys.VERDICT, "affirming");
        assertThat(moments().trustSince()).as("trusted before and after").isEqualTo(minute(2));
        said(CAM, FactKeys.VERDICT, "warning");
        said(CAM, FactKeys.VERDICT, "contraindicated");
        said(CAM, FactKeys.STATE, "quarantined");
        assertThat(moments().trustSince())
                .as("worse, and never trusted between")
                .isEqualTo(minute(5));
        said(CAM, FactKeys.VERDICT, "affirming");
        assertThat(moments().trustSince()).as("still held").isEqualTo(minute(5));
        said(CAM, FactKeys.STATE, "operational");
        assertThat(moments().trustSince()).isEqualTo(minute(9));
    }

    @Test
    void theFirstVerdictOfTheNewestEntriesIsNoChange() {
        latest.put(FactKeys.STATE, new Fact(CAM, FactKeys.STATE, "operational", T0, Grade.OBSERVED, 0));
        for (int i = 0; i < FleetReader.TIMELINE_MAX - 1; i++) {
            said(CAM, FactKeys.VERDICT, "affirming");
        }
        assertThat(moments().trustSince()).as("its first verdict of all").isEqualTo(minute(0));
        said(CAM, FactKeys.VERDICT, "affirming");
        assertThat(moments().trustSince()).as("there may be more before").isEmpty();
        newest.removeLast();
        said(CAM, FactKeys.VERDICT, "contraindicated");
        assertThat(moments().trustSince())
                .as("its state is older than the entries, and known")
                .isEqualTo(Optional.of(newest.getFirst().entry().receivedAt()));
    }

    @Test
    void silenceBetweenTwoVerdictsIsAMoment() {
        said(CAM, FactKeys.STATE, "operational");
        said(CAM, FactKeys.VERDICT, "affirming");
        Duration silentAfter = DeviceSummary.of("cam-01", List.of()).silentAfter();
        away = silentAfter.minusHours(1);
        said(CAM, FactKeys.VERDICT, "affirming");
        assertThat(moments().trustSince()).isEqualTo(minute(1));
        Instant last = newest.getFirst().entry().receivedAt();
        away = away.plus(silentAfter).plusHours(1);
        said(CAM, FactKeys.VERDICT, "affirming");
        Instant back = newest.getFirst().entry().receivedAt();
        assertThat(moments().trustSince()).isEqualTo(Optional.of(back));
        newest.removeFirst();
        said(CAM, FactKeys.VERDICT, "contraindicated");
        assertThat(moments().trustSince())
                .as("not trusted since it was silent")
                .isEqualTo(Optional.of(last.plus(silentAfter)));
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
