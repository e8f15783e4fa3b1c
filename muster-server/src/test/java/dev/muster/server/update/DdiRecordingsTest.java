package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.http.testing.TestServer;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every request of recorded clients is answered as they need it. */
class DdiRecordingsTest extends DdiDoors {

    /** Every request of a recorded client, in order, with our ids; each is answered as the client needs it. */
    @ParameterizedTest
    @CsvSource({
        "swupdate-2022.12-noupdate, false",
        "swupdate-2022.12-deploy-ok, true",
        "swupdate-2022.12-confirm-c2, true",
        "swupdate-2022.12-cut, true",
        "rauc-hawkbit-updater-1.4-noupdate, false",
        "rauc-hawkbit-updater-1.4-deploy-ok, true",
        "rauc-hawkbit-updater-1.4-cut, true",
        "rauc-hawkbit-updater-1.4-skip, true",
        "rauc-hawkbit-updater-1.4-downloadonly, true",
        "swupdate-2022.12-skip, true",
        "swupdate-2022.12-downloadonly, true",
    })
    void whatRealClientsSentIsAnswered(String recording, boolean deployed) throws IOException {
        Path file = Path.of(System.getProperty("muster.vectors", "vectors"), "..", "cases", "ddi", recording + ".txt");
        Needs.data(file);
        if (deployed) {
            rollOut();
        }
        for (DdiRecording.Sent sent : DdiRecording.read(Files.readString(file, StandardCharsets.UTF_8))) {
            if (!deployed && sent.path().contains("deploymentBase")) {
                continue;
            }
            long action = deployed ? action() : 0;
            boolean ended = deployed && !poll().path("_links").has("deploymentBase");
            HttpResponse<byte[]> answer = TestServer.send(client, request(sent, action));
            if (ended && sent.path().contains("/deploymentBase/")) {
                assertThat(answer.statusCode()).isIn(200, 404, 410);
            } else {
                assertThat(answer.statusCode())
                        .as(sent.method() + " " + sent.path())
                        .isIn(200, 206, 416);
            }
        }
    }

    private HttpRequest request(DdiRecording.Sent sent, long action) {
        String path = sent.path()
                .replace("/DEFAULT/", "/acme/")
                .replaceAll("/(deploymentBase|cancelAction)/[0-9]+", "/$1/" + action)
                .replaceAll("\\?c=.*", "");
        if (path.contains("/artifacts/")) {
            String href =
                    artifact().path("_links").path("download").path("href").asString("");
            path = href.isEmpty() ? BASE : href.substring(href.indexOf(BASE));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(server.device(path))
                .method(
                        sent.method(),
                        sent.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(sent.body()));
        if (!sent.headers().containsKey("authorization")) {
            // It came by mutual TLS, which has its own tests.
            request.header("authorization", "TargetToken " + tokens.get("TargetToken"));
        }
        sent.headers().forEach((name, value) -> {
            if (name.equals("authorization")) {
                String kind = value.substring(0, value.indexOf(' '));
                request.header(name, kind + " " + tokens.get(kind));
            } else if (!Set.of("host", "content-length", "expect", "connection").contains(name)) {
                request.header(name, value);
            }
        });
        return request.build();
    }
}
