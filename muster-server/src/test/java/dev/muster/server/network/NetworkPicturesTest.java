package dev.muster.server.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.FlowsSeen;
import dev.muster.core.network.RulesChanged;
import dev.muster.server.web.Html;
import dev.muster.server.web.Panel;
import dev.muster.server.web.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was let begin is counted once, and a picture that has nothing to show says so. */
class NetworkPicturesTest {
    private static final Instant BEGUN = Instant.parse("2026-11-29T08:00:00Z");

    private static FlowsSeen seen(String reporter, long refused, FlowsSeen.Used... used) {
        return new FlowsSeen(reporter, refused, 0, List.of(), List.of(used));
    }

    private static FlowsSeen.Used rule(String rule, long flows) {
        return new FlowsSeen.Used(rule, flows);
    }

    private static FlowsGained gained(FlowsSeen before, FlowsSeen seen) {
        return FlowsGained.of(Optional.of(before), seen);
    }

    @Test
    void countersOfOnePolicyGoOnAndThoseOfTheNextBeginAnew() {
        FlowsSeen before = seen("lamp-1", 4, rule("dns", 10), rule("web", 7));
        assertThat(FlowsGained.of(Optional.empty(), before)).isEqualTo(new FlowsGained(17, 4));
        assertThat(gained(before, before)).isEqualTo(FlowsGained.NOTHING);
        assertThat(gained(before, seen("lamp-1", 9, rule("dns", 12), rule("web", 7), rule("ntp", 3))))
                .isEqualTo(new FlowsGained(5, 5));
        assertThat(gained(before, seen("lamp-1", 1, rule("dns", 2))))
                .as("the counters are lower: they began anew")
                .isEqualTo(new FlowsGained(2, 1));
    }

    @Test
    void anotherFilterDoesNotCountTheSameFlowsASecondTime() {
        FlowsSeen before = seen("lamp-1", 4, rule("dns", 10));
        assertThat(gained(before, seen("gate-1", 5, rule("dns", 11)))).isEqualTo(FlowsGained.NOTHING);
    }

    @Test
    void noReportMakesTheSumsOverflow() {
        FlowsSeen liar = seen("lamp-1", Long.MAX_VALUE, rule("dns", Long.MAX_VALUE), rule("dns", Long.MAX_VALUE));
        assertThat(FlowsGained.of(Optional.empty(), liar))
                .isEqualTo(new FlowsGained(FlowsGained.BELIEVED_MOST, FlowsGained.BELIEVED_MOST));
        assertThat(FlowsGained.of(Optional.empty(), seen("lamp-1", -5, rule("dns", Long.MIN_VALUE))))
                .isEqualTo(FlowsGained.NOTHING);
    }

    /** @param oldestFirst what was said, ten minutes apart */
    private static String panel(Event... oldestFirst) {
        List<Told> newest = new ArrayList<>();
        for (int i = 0; i < oldestFirst.length; i++) {
            Instant at = BEGUN.plus(Duration.ofMinutes(10L * i));
            Entry entry = new Entry(
                    i,
                    new OrgId("acme"),
                    "test.said",
                    new DeviceId("lamp-1").subject(),
                    at,
                    at,
                    "test",
                    new byte[32],
                    Optional.empty());
            newest.addFirst(new Told(entry, Optional.of(oldestFirst[i])));
        }
        Panel.Seen seen = new Panel.Seen("acme", "lamp-1", newest, BEGUN.plus(Duration.ofDays(1)));
        return new DeviceFlowsPanel().show(seen).map(Html::render).orElse("");
    }

    @Test
    void aDeviceShowsWhatCameFromReportToReport() {
        String picture = panel(
                seen("lamp-1", 40, rule("dns", 1000)),
                new RulesChanged(1, BEGUN, "the kernel has no table of ours"),
                seen("lamp-1", 42, rule("dns", 1003)),
                seen("lamp-1", 42, rule("dns", 1010)));
        assertThat(picture)
                .contains(
                        "10 flows that rules let begin, and 2 packets that were refused, since the report of 29 Nov 08:00.")
                .contains("29 Nov 08:20", "29 Nov 08:30")
                .doesNotContain("29 Nov 08:10");
        assertThat(picture.split("<rect class=\"good\"", -1)).hasSize(3);
        assertThat(picture.split("<rect class=\"bad\"", -1)).hasSize(2);
        assertThat(panel(seen("lamp-1", 40, rule("dns", 1000))))
                .contains("1\u202f000 flows that rules let begin, and 40 packets")
                .contains("by its only report");
    }

    @Test
    void aDeviceOfWhichNothingWasToldSaysSo() {
        assertThat(panel(new RulesChanged(1, BEGUN, "the kernel has no table of ours")))
                .contains("No packet filter told of this device in its newest entries.")
                .doesNotContain("<svg");
    }

    @Test
    void aPhoneHasRoomForAllColumns() {
        Event[] many = new Event[DeviceFlowsPanel.REPORTS_MOST * 2];
        for (int i = 0; i < many.length; i++) {
            many[i] = seen("lamp-1", i, rule("dns", 2L * i));
        }
        assertThat(panel(many)).contains("60 flows that rules let begin, and 30 packets that were refused");
    }
}
