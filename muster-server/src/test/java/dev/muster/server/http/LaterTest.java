package dev.muster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.http.testing.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Answers that come later: long polls. */
class LaterTest {
    /** Below what HTTP/2 lets one connection have open. */
    private static final int POLLS_EACH = 30;

    private static final int CLIENTS = 34;

    private static final Queue<CompletableFuture<Response>> WAITING = new ConcurrentLinkedQueue<>();
    private static final CountDownLatch ASKED = new CountDownLatch(CLIENTS * POLLS_EACH);
    private static TestServer server;

    @BeforeAll
    static void start() {
        Routes routes = new Routes()
                .get("/later", Need.NOTHING, r -> {
                    CompletableFuture<Response> answer = new CompletableFuture<>();
                    WAITING.add(answer);
                    ASKED.countDown();
                    return Response.later(answer);
                })
                .get(
                        "/fault",
                        Need.NOTHING,
                        r -> Response.later(CompletableFuture.supplyAsync(() -> {
                            throw Problem.of(409, "not-now", "Not now.").refuse();
                        })))
                .get("/now", Need.NOTHING, r -> Response.text("now"));
        server = TestServer.start(new Routes(), Gate.CLOSED, routes, HttpLimits.STANDARD.withExchanges(2_000, 2_000));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aThousandWaitingRequestsHoldNoThreads() throws Exception {
        List<HttpClient> clients = new ArrayList<>();
        try {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            HttpRequest poll = HttpRequest.newBuilder(server.device("/later")).build();
            for (int c = 0; c < CLIENTS; c++) {
                HttpClient client = server.client(null);
                clients.add(client);
                // The first exchange settles that the connection is HTTP/2: the polls then share it.
                client.send(
                        HttpRequest.newBuilder(server.device("/now")).build(), HttpResponse.BodyHandlers.discarding());
                for (int i = 0; i < POLLS_EACH; i++) {
                    answers.add(client.sendAsync(poll, HttpResponse.BodyHandlers.ofString()));
                }
            }
            assertThat(ASKED.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(threadsOfTheEngine()).isLessThan(CLIENTS * POLLS_EACH / 4);
            assertThat(server.send(HttpRequest.newBuilder(server.device("/now")).build())
                            .statusCode())
                    .isEqualTo(200);
            WAITING.forEach(answer -> answer.complete(Response.text("there")));
            for (var answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS).body()).isEqualTo("there");
            }
        } finally {
            clients.forEach(HttpClient::shutdownNow);
        }
    }

    private static long threadsOfTheEngine() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("http-"))
                .count();
    }

    @Test
    void anAnswerThatFailsLaterIsRefusedAsOneThatFailsAtOnce() {
        HttpResponse<byte[]> response =
                server.send(HttpRequest.newBuilder(server.device("/fault")).build());
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(Json.tree(response.body()).path("code").asString()).isEqualTo("not-now");
    }
}
