package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.config.ServerConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What anybody may send to the doors of passkeys; what a browser sends is tried in one. */
class PasskeyDoorTest {
    private static final List<String> BROKEN = List.of(
            "",
            "x",
            "null",
            "{}",
            "[]",
            "7",
            "{\"id\":null,\"rawId\":null,\"response\":null}",
            "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{}}",
            "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"AA\","
                    + "\"authenticatorData\":\"AA\",\"signature\":\"AA\"},\"clientExtensionResults\":{}}",
            "{\"id\":\"AA\",\"rawId\":\"%%\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":5}}");

    @Test
    void whateverIsSentIsAFaultOfTheCaller(@TempDir Path data) throws Exception {
        try (MusterServer server = MusterServer.start(
                        ServerConfig.load(data, Map.of("http.console-port", "0", "http.device-port", "0"), Map.of()));
                ApiUser local = ApiUser.local(data, server)) {
            for (String body : BROKEN) {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                assertThat(local.call("POST", "/passkey/sign-in", bytes).statusCode())
                        .as(body)
                        .isBetween(400, 499);
            }
            assertThat(local.call("POST", "/passkey/options", new byte[0]).statusCode())
                    .isEqualTo(200);
        }
    }
}
