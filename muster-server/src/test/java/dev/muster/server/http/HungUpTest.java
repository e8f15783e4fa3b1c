package dev.muster.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.DatabaseException;
import dev.muster.ledger.sql.testing.FreshDatabases;
import dev.muster.server.ReadEndings;
import dev.muster.server.http.testing.TestServer;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A long question ends when whoever asked hangs up, over both versions of HTTP and on both databases. */
@Timeout(120)
class HungUpTest {
    private static final String ENDLESS =
            "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) as n from n where x < 0";

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CompletableFuture<RuntimeException> ended = new CompletableFuture<>();

    private Routes asking(Database database, String question) {
        return new Routes().get("/long", Need.NOTHING, _ -> {
            try {
                asked.countDown();
                // many short ones end as well as a long one
                while (true) {
                    database.<Long>read(tx -> tx.count(question));
                }
            } catch (RuntimeException end) {
                ended.complete(end);
                throw end;
            }
        });
    }

    private static Database database(String kind) {
        String url = kind.equals("sqlite") ? FreshDatabases.sqliteUrl() : FreshDatabases.postgresqlUrl();
        return Database.open(url, Duration.ofHours(1));
    }

    @ParameterizedTest
    @CsvSource({"sqlite,1", "postgresql,1", "sqlite,2", "postgresql,2"})
    void aQuestionEndsWithItsCaller(String kind, int version) throws Exception {
        try (Database database = database(kind);
                TestServer server = TestServer.devices(asking(database, ENDLESS), ReadEndings.ALL)) {
            if (version == 1) {
                try (Socket socket = connect(server)) {
                    socket.getOutputStream().write(request("/long"));
                    asked.await();
                }
            } else {
                try (HttpClient client = HttpClient.newBuilder()
                        .sslContext(server.clientTls(null))
                        .version(HttpClient.Version.HTTP_2)
                        .build()) {
                    var answer = client.sendAsync(
                            HttpRequest.newBuilder(server.device("/long")).build(),
                            HttpResponse.BodyHandlers.discarding());
                    asked.await();
                    answer.cancel(true);
                    client.shutdownNow();
                }
            }
            assertThat(ended.get(60, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            end -> assertThat(end.kind()).isEqualTo(DatabaseException.Kind.BUSY));
        }
    }

    @Test
    void soDoManyShortOnes() throws Exception {
        try (Database database = database("sqlite");
                TestServer server = TestServer.devices(asking(database, "select 1 as n"), ReadEndings.ALL)) {
            try (Socket socket = connect(server)) {
                socket.getOutputStream().write(request("/long"));
                asked.await();
            }
            assertThat(ended.get(60, TimeUnit.SECONDS)).isInstanceOf(DatabaseException.class);
        }
    }

    /** Looking whether the caller is there takes in what it sent meanwhile, and loses none of it. */
    @Test
    void whoAsksAgainWithoutWaitingIsAnsweredTwice() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Routes routes = new Routes()
                .get("/slow", Need.NOTHING, _ -> {
                    asked.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException stopped) {
                        throw new IllegalStateException(stopped);
                    }
                    return Response.text("slow");
                })
                .get("/next", Need.NOTHING, _ -> Response.text("next"));
        try (TestServer server = TestServer.devices(routes, ReadEndings.ALL);
                Socket socket = connect(server)) {
            socket.getOutputStream().write(request("/slow"));
            asked.await();
            socket.getOutputStream().write(request("/next"));
            Thread.sleep(2_500);
            go.countDown();
            StringBuilder answers = new StringBuilder();
            InputStream in = socket.getInputStream();
            while (!answers.toString().contains("next")) {
                byte[] bytes = new byte[4096];
                int read = in.read(bytes);
                assertThat(read).isPositive();
                answers.append(new String(bytes, 0, read, US_ASCII));
            }
            assertThat(answers).contains("slow");
        }
    }

    private static Socket connect(TestServer server) throws Exception {
        return server.clientTls(null)
                .getSocketFactory()
                .createSocket("localhost", server.device("/").getPort());
    }

    private static byte[] request(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII);
    }
}
