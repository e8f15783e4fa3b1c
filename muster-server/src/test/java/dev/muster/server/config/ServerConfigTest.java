package dev.muster.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.audit.merkle.NoteKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConfigTest {
    @TempDir
    Path data;

    @Test
    void theDefaultsAreThese() {
        assertThat(ServerConfig.load(data, Map.of(), Map.of()))
                .isEqualTo(new ServerConfig(
                        data,
                        "jdbc:sqlite:" + data.resolve("muster.db"),
                        new HttpConfig("127.0.0.1", 8443, 8444, List.of("localhost", "127.0.0.1"), 2000, 10000),
                        new AccessConfig(Duration.ofHours(12), "demo", false),
                        LedgerConfig.none(),
                        JoiningConfig.standard(),
                        QuotaConfig.STANDARD,
                        NetworkConfig.STANDARD,
                        OutboundConfig.STANDARD,
                        NoticeConfig.STANDARD));
    }

    @Test
    void aFlagWinsOverTheEnvironmentAndThatOverTheFile() throws Exception {
        Files.writeString(
                data.resolve(ServerConfig.FILE), "http.console-port=1001\nhttp.device-port=1002\nhttp.burst=3\n");
        ServerConfig config = ServerConfig.load(
                data,
                Map.of("http.console-port", "3001"),
                Map.of("MUSTER_HTTP_CONSOLE_PORT", "2001", "MUSTER_HTTP_DEVICE_PORT", "2002", "PATH", "/bin"));
        assertThat(config.http().consolePort()).isEqualTo(3001);
        assertThat(config.http().devicePort()).isEqualTo(2002);
        assertThat(config.http().burst()).isEqualTo(3);
    }

    @Test
    void anUnknownKeyNamesTheNearestKnownOne() throws Exception {
        assertThatThrownBy(() -> ServerConfig.load(data, Map.of("http.consol-port", "1"), Map.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessage("Unknown setting http.consol-port (flag); did you mean http.console-port?");
        assertThatThrownBy(() -> ServerConfig.load(data, Map.of(), Map.of("MUSTER_DATABAS", "x")))
                .hasMessage("Unknown setting MUSTER_DATABAS (environment); did you mean MUSTER_DATABASE?");
        Files.writeString(data.resolve(ServerConfig.FILE), "databse=x\n");
        assertThatThrownBy(() -> ServerConfig.load(data, Map.of(), Map.of()))
                .hasMessage("Unknown setting databse (muster.properties); did you mean database?");
    }

    @Test
    void theLaunchersOwnVariablesAreLeftAlone() {
        assertThat(ServerConfig.load(data, Map.of(), Map.of("MUSTER_JAVA_HOME", "/jdk"))
                        .data())
                .isEqualTo(data);
    }

    @Test
    void aValueOutsideItsBoundsIsOneSentence() {
        assertThatThrownBy(() -> ServerConfig.load(data, Map.of("http.console-port", "99999"), Map.of()))
                .hasMessage("http.console-port must be a number from 0 to 65535, not \"99999\" (flag).");
        assertThatThrownBy(() -> ServerConfig.load(data, Map.of("http.burst", "many"), Map.of()))
                .hasMessageContaining("must be a number");
    }

    @Test
    void witnessesHaveNameKeyAndUrlAndTheQuorumIsNotMoreThanThey() {
        NoteKey key = new NoteKey("w.example/a/witness", NoteKey.Type.COSIGNATURE_V1, new byte[32]);
        String one = "city " + key.vkey() + " https://w.example/witness/a";
        LedgerConfig ledger = ServerConfig.load(
                        data, Map.of("ledger.witnesses", one, "ledger.witness-seconds", "5"), Map.of())
                .ledger();
        assertThat(ledger.witnesses())
                .containsExactly(new LedgerConfig.WitnessAddress(
                        "city", key, java.net.URI.create("https://w.example/witness/a")));
        assertThat(ledger.quorum()).isEqualTo(1);
        NoteKey log = new NoteKey("w.example/a/record", NoteKey.Type.ED25519, new byte[32]);
        for (Map<String, String> bad : List.of(
                Map.of("ledger.witnesses", one, "ledger.witness-quorum", "2"),
                Map.of("ledger.witnesses", one + "," + one),
                Map.of("ledger.witnesses", "city " + key.vkey()),
                Map.of("ledger.witnesses", "city " + key.vkey() + " http://w.example"),
                Map.of("ledger.witnesses", "city nokey https://w.example"),
                Map.of("ledger.witnesses", "city " + log.vkey() + " https://w.example"))) {
            assertThatThrownBy(() -> ServerConfig.load(data, bad, Map.of())).isInstanceOf(StartFailure.class);
        }
    }

    @Test
    void entriesAreExportedOnlyWhenAskedTo() {
        LedgerConfig ledger = ServerConfig.load(
                        data,
                        Map.of("ledger.export.file", "/var/export", "ledger.export.kafka.bootstrap", "broker:9092"),
                        Map.of())
                .ledger();
        assertThat(ledger.exportFile()).contains(Path.of("/var/export"));
        assertThat(ledger.kafka())
                .contains(new LedgerConfig.Kafka("broker:9092", "muster-entries", java.util.Optional.empty()));
    }
}
