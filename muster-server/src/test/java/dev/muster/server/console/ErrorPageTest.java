package dev.muster.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.http.Gate;
import dev.muster.server.http.Need;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.http.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErrorPageTest {
    private TestServer server;

    @BeforeEach
    void start() {
        Routes routes = new Routes().get("/o/{org}", Need.NOTHING, request -> Response.html("there"));
        server = TestServer.start(routes.showing(ErrorPage::form), Gate.CLOSED, new Routes());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aBrowserAtAWrongAddressGetsAPageAndAProgramAProblem() {
        HttpRequest.Builder wrong = HttpRequest.newBuilder(server.console("/wrong/%3Cb%3E"));
        HttpResponse<byte[]> shown = server.send(wrong.copy()
                .header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .build());
        assertThat(shown.statusCode()).isEqualTo(404);
        assertThat(shown.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(new String(shown.body(), StandardCharsets.UTF_8))
                .contains("There is nothing here.", "<code>not-found</code>", "href=\"/\"")
                .contains(shown.headers().firstValue("x-correlation-id").orElseThrow())
                .doesNotContain("<b>");
        HttpResponse<byte[]> told =
                server.send(wrong.copy().header("accept", "*/*").build());
        assertThat(told.statusCode()).isEqualTo(404);
        assertThat(told.headers().firstValue("content-type")).hasValue("application/problem+json");
    }

    @Test
    void anActThatIsRefusedIsAPageToo() {
        HttpResponse<byte[]> refused = server.send(HttpRequest.newBuilder(server.console("/o/demo"))
                .header("accept", "text/html")
                .DELETE()
                .build());
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("allow")).hasValue("GET");
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("<code>method-not-allowed</code>");
    }
}
