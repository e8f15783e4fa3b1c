package dev.muster.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.OrgId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetworkNoticesTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @Test
    void rulesThatDoNotFitAreAMatterUntilTheyFit() {
        Notice tooMuch = notice("");
        assertThat(tooMuch.over()).isFalse();
        assertThat(tooMuch.says()).contains("1 devices behind gateway gate-1 do not fit");
        Notice fits = notice("gw-9.1");
        assertThat(fits.over()).isTrue();
        assertThat(fits.kind()).isEqualTo(tooMuch.kind());
        assertThat(fits.subject()).isEqualTo(tooMuch.subject());
        assertThat(new NetworkNotices().kinds()).contains(tooMuch.kind());
    }

    @Test
    void rulesThatSomebodyChangedAreAMatterUntilTheAgentBeginsAnew() {
        Notice changed = notice(new RulesChanged(2, NOW, "the kernel has no table of ours"));
        assertThat(changed.says()).contains("gate-1's packet filter").contains("no table of ours");
        Notice well = notice(new RulesChanged(0, NOW, ""));
        assertThat(well.over()).isTrue();
        assertThat(well.kind()).isEqualTo(changed.kind());
    }

    private static Notice notice(String order) {
        return notice(new GatewayAsked("aa", order, 1, List.of(new GatewayAsked.Member("lamp-1", "x", "bb"))));
    }

    private static Notice notice(NetworkEvent event) {
        Entry entry = new Entry(
                1,
                new OrgId("acme"),
                "network.gateway-asked",
                new DeviceId("gate-1").subject(),
                NOW,
                NOW,
                "muster",
                new byte[32],
                Optional.empty());
        return new NetworkNotices().notices(entry, event).getFirst();
    }
}
