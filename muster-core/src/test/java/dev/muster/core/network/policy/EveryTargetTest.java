package dev.muster.core.network.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.network.mud.MudReader;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.nft.NftGatewayReader;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Prefix;
import dev.muster.testing.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every public MUD file for every target: what a compiler prints it has read back and found to be the policy, and what a target has
 * no words for is refused with the reason. The counts are those of CONFORMANCE.
 */
class EveryTargetTest {
    private static final Guarded DEVICE =
            new Guarded("02:00:00:00:00:31", List.of(prefix("10.0.0.31"), prefix("fd00::31")));
    private static final Site SITE = new Site(
            List.of(prefix("10.0.0.0/24"), prefix("fd00::/64")),
            Map.of(
                    Site.DNS, List.of(prefix("10.0.0.53")),
                    Site.NTP, List.of(prefix("10.0.0.123"))),
            List.of(new Site.Neighbour("https://other.example/x", "other.example", List.of(prefix("10.0.0.77")))));

    @Test
    void everyFileForEveryTarget() throws IOException {
        Map<String, Integer> proved = new TreeMap<>();
        Map<String, Integer> refused = new TreeMap<>();
        int files = 0;
        for (Path path : files()) {
            PacketSet permitted = MudPolicy.read(MudReader.read(Files.readAllBytes(path)), SITE)
                    .permitted();
            files++;
            for (Compiler compiler : Compiler.all(DEVICE)) {
                try {
                    assertThat(compiler.compile(permitted))
                            .as(path + " " + compiler.target())
                            .isNotBlank();
                    proved.merge(compiler.target(), 1, Integer::sum);
                } catch (IllegalArgumentException unsaid) {
                    assertThat(unsaid.getMessage())
                            .as(path + " " + compiler.target())
                            .isNotBlank();
                    refused.merge(compiler.target(), 1, Integer::sum);
                }
            }
            String table = NftGateway.text(Map.of("device", new NftGateway.Member(DEVICE, permitted)));
            assertThat(NftGatewayReader.read(table).get("device").permitted().sameAs(permitted))
                    .as(path + " gateway")
                    .isTrue();
            proved.merge("gateway", 1, Integer::sum);
        }
        assertThat(files).isGreaterThanOrEqualTo(20);
        assertThat(proved)
                .containsEntry("nft", files)
                .containsEntry("gateway", files)
                .containsEntry("words", files);
        // Names and ICMP are in most of them, and neither target has words for them.
        assertThat(refused).isEqualTo(Map.of("kubernetes", 16, "radius", 16));
        assertThat(proved).containsEntry("openwrt", files).containsEntry("kubernetes", 4);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(Vectors.path("mud"))) {
            return all.filter(path -> path.toString().endsWith(".json"))
                    .filter(EveryTargetTest::description)
                    .sorted()
                    .toList();
        }
    }

    private static boolean description(Path path) {
        try {
            return Files.readString(path, StandardCharsets.UTF_8).contains("\"ietf-mud:mud\"");
        } catch (IOException e) {
            return false;
        }
    }

    private static Prefix prefix(String text) {
        return Prefix.parse(text).orElseThrow();
    }
}
