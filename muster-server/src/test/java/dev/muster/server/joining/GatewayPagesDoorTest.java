package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.devices.orders.Order;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderList;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.devices.orders.OrderReport;
import dev.muster.format.devices.orders.PagedRules;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.network.nft.NftGatewayReader;
import dev.muster.server.joining.Site.Identity;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A gateway with more devices behind it than one answer has room for: asked of a server, over its doors, on both databases. */
class GatewayPagesDoorTest {
    private static final String ORG = "demo";
    private static final int MANY = 1_200;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path data;

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void pagesAreOneOrderOfOneGateway(String kind) throws Exception {
        try (Site site = Site.start(data.resolve(kind), kind)) {
            Identity maker = Site.maker("Acme");
            site.accept(ORG, maker, "Acme");
            Identity gate = site.enrol(Site.factory(maker, "Acme", "gate-1"), "gate-1");
            Identity other = site.enrol(Site.factory(maker, "Acme", "cam-07"), "cam-07");
            List<Map<String, Object>> behind = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                behind.add(Map.of(
                        "device",
                        "d" + i,
                        "mac",
                        String.format("02:00:00:01:%02x:%02x", i >> 8, i & 0xff),
                        "addresses",
                        List.of("10.1." + (i >> 8) + "." + (i & 0xff))));
            }
            String path = "/api/v1/demo/devices/gate-1/network/gateway";
            site.api("PUT", path, Map.of("behind", behind));

            Order order = order(site, gate);
            PagedRules head = ((OrderAction.GatewayPages) order.action()).rules();
            assertThat(head.packed()).as("told apart from its pages").isEmpty();
            String door = "/devices/demo/orders/" + order.id();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int page = 0; page < head.pages().size(); page++) {
                byte[] body = site.get(gate, door + "/pages/" + page).body();
                assertThat(head.is(page, body)).isTrue();
                all.writeBytes(body);
            }
            String rules = new String(head.text(all.toByteArray()), StandardCharsets.UTF_8);
            assertThat(NftGatewayReader.read(rules)).hasSize(MANY);

            for (String wrong :
                    List.of("/pages/" + head.pages().size(), "/pages/x", "/pages/-1", "/pages/99999999999")) {
                assertThat(site.get(gate, door + wrong).statusCode()).as(wrong).isEqualTo(404);
            }
            assertThat(site.get(other, door + "/pages/0").statusCode())
                    .as("of another's order")
                    .isEqualTo(404);

            byte[] done = new OrderReport(OrderOutcome.DONE, "", "kept", Optional.of(Strength.SIMULATED), Instant.now())
                    .encode();
            assertThat(site.post(gate, door, done).statusCode()).isEqualTo(204);
            assertThat(site.get(gate, door + "/pages/0").statusCode())
                    .as("it has ended")
                    .isEqualTo(404);
            assertThat(held(site, path)).isEqualTo(MANY);
        }
    }

    private static Order order(Site site, Identity gate) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            for (Order order : OrderList.parse(
                            site.get(gate, "/devices/demo/orders?wait=1").body())
                    .orders()) {
                if (order.action() instanceof OrderAction.GatewayPages) {
                    return order;
                }
            }
            Thread.sleep(200);
        }
        throw new AssertionError("no order in pages within " + PATIENCE);
    }

    /** How many devices are told what their gateway said. */
    private static int held(Site site, String path) throws Exception {
        int told = 0;
        Instant end = Instant.now().plus(PATIENCE);
        while (told < MANY && Instant.now().isBefore(end)) {
            Thread.sleep(500);
            told = 0;
            for (JsonNode one : site.api("GET", path, null).path("behind")) {
                told += one.path("strength").asString("").equals("simulated") ? 1 : 0;
            }
        }
        return told;
    }
}
