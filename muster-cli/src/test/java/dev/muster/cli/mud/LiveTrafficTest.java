package dev.muster.cli.mud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import dev.muster.testing.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device does on a real link becomes a description, and a description is rehearsed on it. */
class LiveTrafficTest {
    private static final String WORLD = """
        ip link set lo up
        python3 -m http.server 8080 --bind 127.0.0.2 >/dev/null 2>&1 & server=$!
        (while :; do timeout 1 bash -c '</dev/tcp/127.0.0.2/8080' 2>/dev/null; sleep 0.1; done) & caller=$!
        trap 'kill $server $caller' EXIT
        muster() { "$JAVA" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$CP" \
          dev.muster.cli.Main mud "$@" --interface lo --device 127.0.0.1 --local 127.0.0.0/8 --seconds 3; }
        muster learn --out learned.json; echo "learned $?"
        muster rehearse learned.json; echo "rehearsed $?"
        muster rehearse nothing.json; echo "refused $?"
        "$JAVA" -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp "$CP" dev.muster.cli.Main \
          mud learn --out x.json --interface nosuch0 --device 127.0.0.1; echo "absent $?"
        """;

    @TempDir
    private Path dir;

    @Test
    void whatPassesAnInterfaceIsLearnedAndRehearsed() throws Exception {
        Needs.root("live traffic");
        for (String tool : List.of("ip", "unshare", "python3")) {
            Needs.tool(tool, "live traffic");
        }
        Files.writeString(dir.resolve("nothing.json"), """
            {"ietf-mud:mud":{"mud-version":1,"mud-url":"https://m.example/x","last-update":"2026-01-01T00:00:00Z",
            "is-supported":true,"from-device-policy":{"access-lists":{"access-list":[{"name":"f"}]}}},
            "ietf-access-control-list:acls":{"acl":[{"name":"f","type":"ipv4-acl-type","aces":{"ace":[
            {"name":"a","matches":{"ipv4":{"protocol":6,"destination-ipv4-network":"203.0.113.9/32"}},
            "actions":{"forwarding":"accept"}}]}}]}}\
            """);
        String jvm = Path.of(System.getProperty("java.home"), "bin/java").toString();
        Peer.Result told = Peer.run(
                dir,
                Map.of("CP", System.getProperty("java.class.path"), "JAVA", jvm),
                Duration.ofMinutes(2),
                "unshare",
                "-n",
                "bash",
                "-c",
                WORLD);
        Needs.that(!told.out().contains("Operation not permitted"), "no network namespaces here: live traffic");
        assertThat(told.out()).contains("learned 0", "rehearsed 0", "refused 1", "8080", "no interface nosuch0");
        assertThat(Files.readString(dir.resolve("learned.json"))).contains("8080");
    }
}
