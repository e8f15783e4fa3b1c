package dev.muster.core.network.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.network.mud.MudFile;
import dev.muster.format.network.mud.MudReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MudReplacementTest {
    private static final Site SITE = new Site(List.of(), Map.of(), List.of());
    private static final String URL = "https://m.example/lamps/v1.json";

    @Test
    void narrowerIsTakenAndWiderWaits() {
        MudFile wide = file(URL, "2026-01-01T00:00:00Z", "gte");
        MudFile narrow = file(URL, "2026-02-01T00:00:00Z", "eq");
        assertThat(MudReplacement.of(wide, narrow, SITE))
                .isInstanceOfSatisfying(
                        MudReplacement.Accepted.class,
                        a -> assertThat(a.less().isEmpty()).isFalse());
        assertThat(MudReplacement.of(narrow, file(URL, "2026-03-01T00:00:00Z", "gte"), SITE))
                .isInstanceOfSatisfying(
                        MudReplacement.Widens.class,
                        w -> assertThat(w.more().boxes()).hasSize(1));
    }

    @Test
    void neverBackwardsAndNeverTwoContentsOfOneTime() {
        MudFile now = file(URL, "2026-02-01T00:00:00Z", "eq");
        assertThat(reason(now, file(URL, "2026-01-31T23:59:59Z", "eq"))).isEqualTo("older");
        assertThat(reason(now, file(URL, "2026-02-01T00:00:00Z", "gte"))).isEqualTo("same-time-other-content");
        assertThat(reason(now, file(URL, "soon", "eq"))).isEqualTo("without-time");
        assertThat(MudReplacement.of(now, now, SITE)).isInstanceOf(MudReplacement.Accepted.class);
    }

    /** As many connections as before, with TLS that the older description did not have. */
    @Test
    void otherTlsThanBeforeWaitsForAPerson() {
        String older = "{'name':'a','cipher-suite':[4865,4866],'supported-tls-version':['tls13']}";
        for (String wider : List.of(
                "{'name':'a','cipher-suite':[4865,4867],'supported-tls-version':['tls13']}",
                "{'name':'a','supported-tls-version':['tls13']}",
                older + ",{'name':'b','cipher-suite':[4865],'supported-tls-version':['tls12']}",
                "")) {
            assertThat(MudReplacement.of(tls("2026-01-01T00:00:00Z", older), tls("2026-02-01T00:00:00Z", wider), SITE))
                    .as(wider)
                    .isInstanceOf(MudReplacement.Widens.class);
            assertThat(MudReplacement.of(tls("2026-01-01T00:00:00Z", older), tls("2026-01-01T00:00:00Z", wider), SITE))
                    .as(wider)
                    .isInstanceOfSatisfying(
                            MudReplacement.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo("same-time-other-content"));
        }
        for (String narrower : List.of(
                older,
                "{'name':'c','cipher-suite':[4866],'supported-tls-version':['tls13'],'supported-group':[29]}",
                "{'name':'x','cipher-suite':[4865],'supported-tls-version':['tls13']},"
                        + "{'name':'y','cipher-suite':[4866],'supported-tls-version':['tls13']}")) {
            assertThat(MudReplacement.of(
                            tls("2026-01-01T00:00:00Z", older), tls("2026-02-01T00:00:00Z", narrower), SITE))
                    .as(narrower)
                    .isInstanceOf(MudReplacement.Accepted.class);
        }
        assertThat(MudReplacement.of(tls("2026-01-01T00:00:00Z", ""), tls("2026-02-01T00:00:00Z", older), SITE))
                .as("a profile where none was")
                .isInstanceOf(MudReplacement.Accepted.class);
    }

    private static MudFile tls(String time, String profiles) {
        String match =
                profiles.isEmpty() ? "" : ",'ietf-acl-tls:client-profiles':{'tls-dtls-profile':[" + profiles + "]}";
        String text = "{'ietf-mud:mud':{'mud-version':1,'mud-url':'" + URL + "','last-update':'" + time
                + "','is-supported':true,'from-device-policy':{'access-lists':{'access-list':[{'name':'f'}]}}},"
                + "'ietf-access-control-list:acls':{'acl':[{'name':'f','type':'ipv4-acl-type','aces':{'ace':[{'name':'r',"
                + "'matches':{'tcp':{'destination-port':{'operator':'eq','port':443}}" + match + "},"
                + "'actions':{'forwarding':'accept'}}]}}]}}";
        MudFile file = MudReader.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        assertThat(file.usable()).as(file.findings().toString()).isTrue();
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "https://m.example/lamps/v2.json,true",
        "https://M.EXAMPLE/lamps/v2.json,true",
        "https://m.example/lamps/,true",
        "https://m.example/locks/v1.json,false",
        "https://m.example/lamps/../locks/v1.json,false",
        "https://m.example.evil/lamps/v1.json,false",
        "https://m.example:8443/lamps/v1.json,false",
        "https://m.example@evil.example/lamps/v1.json,false",
        "http://m.example/lamps/v1.json,false",
        "https://m.example/lamps/%2e%2e/v1.json,false",
        "not an url,false"
    })
    void onlyTheLastPartOfTheUrlMayChange(String url, boolean same) {
        assertThat(MudReplacement.sameSource(URL, url)).isEqualTo(same);
    }

    private static String reason(MudFile older, MudFile newer) {
        return MudReplacement.of(older, newer, SITE) instanceof MudReplacement.Refused refused
                ? refused.reason()
                : "taken";
    }

    private static MudFile file(String url, String time, String operator) {
        String text = "{'ietf-mud:mud':{'mud-version':1,'mud-url':'" + url + "','last-update':'" + time
                + "','is-supported':true,'from-device-policy':{'access-lists':{'access-list':[{'name':'f'}]}}},"
                + "'ietf-access-control-list:acls':{'acl':[{'name':'f','type':'ipv4-acl-type','aces':{'ace':[{'name':'r',"
                + "'matches':{'udp':{'destination-port':{'operator':'" + operator + "','port':443}}},"
                + "'actions':{'forwarding':'accept'}}]}}]}}";
        return MudReader.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
