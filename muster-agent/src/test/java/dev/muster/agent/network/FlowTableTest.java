package dev.muster.agent.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.report.Outbox;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.devices.host.SignedStatement;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.network.capture.Frame;
import dev.muster.format.network.flows.FlowReport;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowTableTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final String TABLE = """
        table inet muster-gateway {
            chain from-lamp {
                ip daddr 203.0.113.8 tcp dport 443 counter packets %d bytes 60 ct mark set ct mark & 0xffff1234 | 0x00001234 return
                limit rate 10/second burst 20 packets log prefix "from lamp" group 7355 snaplen 128
                counter packets %d bytes 99 drop
            }
            chain to-lamp {
                counter packets 1 bytes 40 drop
            }
        }
        """;

    @TempDir
    private Path dir;

    private Outbox outbox;
    private String listed = String.format(TABLE, 0, 0);
    private final RefusedFlows refused = new RefusedFlows();
    private final FlowTable table = new FlowTable(refused, () -> List.of(listed));
    private final CoseSigner signer = CoseSigner.of(
            CoseAlgorithm.ES256, Keys.generateP256(new SecureRandom()).getPrivate(), Optional.empty());

    @BeforeEach
    void outbox() throws Exception {
        outbox = new Outbox(
                DeviceRoots.under(dir, Strength.CHECKED, Durability.PROCESS_END).create());
    }

    @Test
    void theFirstWordIsSaidAndThenOnlyWhatIsNew() throws Exception {
        assertThat(told(0).orElseThrow().flows()).isEmpty();
        assertThat(told(30)).as("nothing new").isEmpty();
        refused.shown("from lamp", packet(8443));
        refused.shown("from lamp", packet(8443));
        FlowReport.Member member = told(60).orElseThrow();
        assertThat(member.flows()).singleElement().satisfies(flow -> {
            assertThat(flow.kind()).isEqualTo("from 6 203.0.113.9 8443");
            assertThat(flow.count()).isEqualTo(2);
        });
        refused.shown("from lamp", packet(8443));
        assertThat(told(90)).as("the same again").isEmpty();
        listed = String.format(TABLE, 4, 0);
        assertThat(told(120).orElseThrow().used())
                .containsExactly(new FlowReport.Used("ip daddr 203.0.113.8 tcp dport 443", 4));
        listed = String.format(TABLE, 5, 40);
        assertThat(told(150).orElseThrow().refused()).as("many more").isEqualTo(41);
        assertThat(told(155)).as("too soon").isEmpty();
        assertThat(told(150 + 86_400)).as("once a day").isPresent();
    }

    @Test
    void anotherPolicyBeginsAnew() throws Exception {
        refused.shown("from lamp", packet(8443));
        assertThat(told(0).orElseThrow().flows()).hasSize(1);
        table.forget("lamp");
        assertThat(told(30).orElseThrow().flows()).isEmpty();
    }

    @Test
    void aScanIsBounded() {
        for (int port = 1; port < 2000; port++) {
            refused.shown("from lamp", packet(port));
        }
        assertThat(refused.known("lamp").flows()).hasSize(RefusedFlows.KINDS_MOST);
        assertThat(refused.known("lamp").more()).isEqualTo(1999 - RefusedFlows.KINDS_MOST);
        refused.shown("forward lamp", packet(1));
        assertThat(refused.known("forward lamp").flows()).isEmpty();
    }

    @Test
    void aPacketThatOpensNothingIsNoAttempt() {
        byte[] bytes = packet(443).bytes();
        bytes[33] = 16;
        refused.shown("from lamp", new Frame(NOW, Frame.RAW, bytes));
        assertThat(refused.known("lamp").flows()).isEmpty();
        bytes[9] = 17;
        bytes[22] = (byte) 0xc3;
        refused.shown("to lamp", new Frame(NOW, Frame.RAW, bytes));
        assertThat(refused.known("lamp").flows().getFirst().port())
                .as("an answer that nobody asked for")
                .isZero();
    }

    @Test
    void changedRulesAreToldWithoutAnythingElse() throws Exception {
        assertThat(report(0).orElseThrow().changed()).as("nobody looked yet").isEmpty();
        table.well(NOW.plusSeconds(30));
        assertThat(report(30).orElseThrow().changed().orElseThrow().count()).isZero();
        table.well(NOW.plusSeconds(60));
        assertThat(report(60)).as("still well").isEmpty();
        table.changed(NOW.plusSeconds(90), "loaded again: the table was gone");
        FlowReport.Changed changed = report(90).orElseThrow().changed().orElseThrow();
        assertThat(changed.count()).isEqualTo(1);
        assertThat(changed.what()).contains("gone");
        table.changed(NOW.plusSeconds(120), "loaded again: the table was gone");
        assertThat(report(120).orElseThrow().changed().orElseThrow().count()).isEqualTo(2);
        for (int i = 5; i < 9; i++) {
            table.changed(NOW.plusSeconds(30L * i), "not in force: error 1");
        }
        assertThat(report(300).orElseThrow().changed().orElseThrow().count())
                .as("the same, which cannot be mended")
                .isEqualTo(3);
        assertThat(report(300 + 86_400).orElseThrow().changed())
                .as("once a day")
                .isPresent();
    }

    private Optional<FlowReport.Member> told(int seconds) throws Exception {
        return report(seconds).map(report -> report.members().getFirst());
    }

    private Optional<FlowReport> report(int seconds) throws Exception {
        table.offer(outbox, "demo", signer, NOW.plusSeconds(seconds));
        Optional<Outbox.Report> report = outbox.oldest();
        if (report.isEmpty()) {
            return Optional.empty();
        }
        outbox.removeOldest();
        assertThat(report.get().path()).isEqualTo("/devices/demo/flows");
        SignedStatement signed =
                SignedStatement.parse(FlowReport.MEDIA_TYPE, report.get().body());
        return Optional.of(FlowReport.parse(signed.payload()));
    }

    private static Frame packet(int port) {
        ByteBuffer bytes = ByteBuffer.allocate(40);
        bytes.put(0, (byte) 0x45).putShort(2, (short) 40).put(9, (byte) 6);
        bytes.put(12, new byte[] {10, 0, 0, 31}).put(16, new byte[] {(byte) 203, 0, 113, 9});
        bytes.putShort(20, (short) 40_000)
                .putShort(22, (short) port)
                .put(32, (byte) 0x50)
                .put(33, (byte) 2);
        return new Frame(NOW, Frame.RAW, bytes.array());
    }
}
