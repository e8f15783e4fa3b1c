package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.update.RolloutPlan;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Json;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What scripts read of hawkBit's management API, on both databases. */
class HawkbitApiContractTest {

    private static HttpResponse<byte[]> send(TestServer server, String path) {
        return server.send(HttpRequest.newBuilder(server.console("/api/v1/acme/hawkbit/rest/v1/" + path))
                .build());
    }

    private static JsonNode get(TestServer server, String path) {
        HttpResponse<byte[]> answer = send(server, path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return Json.tree(answer.body());
    }

    private static String q(String filter) {
        return URLEncoder.encode(filter, StandardCharsets.UTF_8);
    }

    @BothDatabases
    void listsArePagedAndFiltered(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(12);
            String rollout = shop.start(shop.release(2), RolloutPlan.STANDARD);
            shop.advance(rollout);
            shop.shows(shop.read(known -> known.targets(rollout, 1)).getFirst().device(), "2.0");
            shop.advance(rollout);
            Routes console = new HawkbitApi(database).addTo(new Routes());
            try (TestServer server =
                    TestServer.start(console, (request, need) -> new Caller(Shop.OPERATOR, Set.of()), new Routes())) {
                JsonNode page = get(server, "targets?limit=5&offset=10");
                assertThat(page.path("total").asInt()).isEqualTo(12);
                assertThat(page.path("size").asInt()).isEqualTo(2);
                assertThat(page.path("content").get(0).path("controllerId").asString())
                        .isEqualTo("cam-010");
                assertThat(get(server, "targets?q=" + q("controllerId==cam-00*"))
                                .path("total")
                                .asInt())
                        .isEqualTo(10);
                assertThat(get(server, "targets?q=" + q("updateStatus==in_sync"))
                                .path("total")
                                .asInt())
                        .isEqualTo(1);
                assertThat(get(server, "targets?q=" + q("updateStatus==pending;controllerId!=cam-001,name==cam-011"))
                                .path("total")
                                .asInt())
                        .isEqualTo(2);
                assertThat(get(server, "targets/cam-000/actions")
                                .path("content")
                                .get(0)
                                .path("detailStatus")
                                .asString())
                        .isEqualTo("updated");
                assertThat(get(server, "rollouts/" + rollout)
                                .path("totalTargets")
                                .asInt())
                        .isEqualTo(3);
                assertThat(get(server, "distributionsets?q=" + q("version==2.*"))
                                .path("content")
                                .get(0)
                                .path("id")
                                .asString())
                        .isEqualTo("cam-2.0");
                assertThat(send(server, "targets/nobody").statusCode()).isEqualTo(404);
                assertThat(send(server, "targets?q=" + q("a' or '1'=='1")).statusCode())
                        .isEqualTo(400);
                assertThat(send(server, "targets?limit=-1").statusCode()).isEqualTo(400);
            }
        }
    }
}
