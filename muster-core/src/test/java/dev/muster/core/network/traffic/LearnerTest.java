package dev.muster.core.network.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.network.policy.Basics;
import dev.muster.core.network.policy.MudPolicy;
import dev.muster.core.network.policy.PlainWords;
import dev.muster.core.network.policy.Site;
import dev.muster.format.network.mud.MudFile;
import dev.muster.format.network.mud.MudReader;
import dev.muster.format.network.mud.TlsProfile;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.tls.ProfileCheck;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

class LearnerTest {
    private static final String LAMP = "10.0.0.31";
    private static final List<Prefix> LOCAL = List.of(
            Prefix.parse("10.0.0.0/8").orElseThrow(), Prefix.parse("fd00::/8").orElseThrow());
    private static final Site SITE = new Site(
            LOCAL,
            Map.of(
                    Site.DNS, List.of(Prefix.parse("10.0.0.53").orElseThrow()),
                    Site.NTP, List.of(Prefix.parse("10.0.0.54").orElseThrow())),
            List.of());

    @Test
    void theLeastFileThatPermitsWhatWasSeen() {
        Wire wire = day();
        Traffic traffic = read(wire);
        Learner.Learned learned = Learner.learn(traffic, LOCAL);
        MudFile file = file(learned);
        assertThat(file.findings())
                .filteredOn(f -> !f.code().weight().name().equals("NOTE"))
                .isEmpty();
        PacketSet permitted = MudPolicy.read(file, SITE).permitted();
        assertThat(permitted.boxes())
                .extracting(PlainWords::line)
                .containsExactlyInAnyOrder(
                        "It may open TCP to cloud.maker.example (IPv4) port 8883.",
                        "It may open UDP to 10.0.0.53 port 53.",
                        "It may open UDP to 10.0.0.54 port 123.",
                        "It may send ICMP type 8 to 203.0.113.77.",
                        "It may open UDP to 224.0.0.251 port 5353.",
                        "It may open UDP to media.maker.example (IPv4) port 20000-20009.",
                        "It may open TCP to cloud.maker.example (IPv6) port 8883.",
                        "10.0.0.0 to 10.255.255.255 may open TCP to it to its port 80.");
        Rehearsal rehearsal = Rehearsal.of(traffic.flows(), permitted.or(Basics.of(SITE)));
        assertThat(rehearsal.refused()).isEmpty();
        assertThat(rehearsal.allowed()).isEqualTo(traffic.flows().size());
        // Everything was there after the first half of the time but for what came at its end.
        assertThat(learned.stability())
                .hasSize(10)
                .isSorted()
                .last()
                .isEqualTo(learned.rules().size());
        assertThat(learned.stability().get(5)).isEqualTo(learned.rules().size() - 1);
    }

    @Test
    void whatWasNotSeenIsRefusedWhenItComes() {
        PacketSet permitted = MudPolicy.read(file(Learner.learn(read(day()), LOCAL)), SITE)
                .permitted()
                .or(Basics.of(SITE));
        Wire attack = day().connection(LAMP, 50001, "198.51.100.66", 23, new byte[0])
                .connection(LAMP, 50002, "198.51.100.66", 23, new byte[0])
                .connection("198.51.100.66", 50003, LAMP, 22, new byte[0])
                .answer("other.example", "203.0.113.9")
                .connection(LAMP, 50004, "203.0.113.9", 8883, new byte[0]);
        Rehearsal rehearsal = Rehearsal.of(read(attack).flows(), permitted);
        assertThat(rehearsal.refused())
                .extracting(m -> m.rule() + " " + m.flows())
                .containsExactly(
                        "It may open TCP to 198.51.100.66 port 23. 2",
                        "198.51.100.66 may open TCP to it to its port 22. 1",
                        "It may open TCP to other.example (IPv4) port 8883. 1");
    }

    @Test
    void tlsOfAnotherProgramDeviates() throws Exception {
        Wire wire = new Wire().connection(LAMP, 50000, "203.0.113.5", 443, clientHello());
        List<Flow> flows = read(wire).flows();
        assertThat(flows.getFirst().name()).isEqualTo("cloud.maker.example");
        var hello = flows.getFirst().hello().orElseThrow();
        TlsProfile own = new TlsProfile(
                "own",
                Set.of("tls12", "tls13"),
                hello.cipherSuites(),
                hello.extensions(),
                hello.groups(),
                hello.signatures(),
                hello.pskModes(),
                List.of());
        assertThat(ProfileCheck.deviations(hello, List.of(own))).isEmpty();
        TlsProfile narrow = new TlsProfile(
                "narrow", Set.of("tls13"), List.of(0x1301), List.of(), List.of(), List.of(), List.of(), List.of());
        assertThat(ProfileCheck.deviations(hello, List.of(narrow)))
                .contains("tls12 is offered", "cipher suite 0x1302 is offered");
        assertThat(ProfileCheck.deviations(hello, List.of(narrow, own))).isEmpty();
    }

    /** A flow that began before the capture: who opened it is told by its ports. */
    @Test
    void whatBeganBeforeIsToldByItsPorts() {
        Wire wire = new Wire()
                .tcp("203.0.113.5", 443, LAMP, 50000, Wire.PUSH, 9, new byte[] {1})
                .tcp(LAMP, 80, "10.0.0.7", 40000, Wire.PUSH, 9, new byte[] {1});
        assertThat(read(wire).flows())
                .extracting(f -> f.way() + " " + f.served() + " " + f.sure())
                .containsExactly("FROM_DEVICE 443 false", "TO_DEVICE 80 false");
    }

    private static Wire day() {
        Wire wire = new Wire()
                .udp("0.0.0.0", 68, "255.255.255.255", 67, new byte[8])
                .answer("cloud.maker.example", "203.0.113.5")
                .connection(LAMP, 40000, "203.0.113.5", 8883, new byte[0])
                .answer("cloud.maker.example", "2001:db8::5")
                .connection("fd00::31", 40000, "2001:db8::5", 8883, new byte[0])
                .udp(LAMP, 123, "10.0.0.54", 123, new byte[48])
                .udp("10.0.0.54", 123, LAMP, 123, new byte[48])
                .ping(LAMP, "203.0.113.77", 8)
                .ping("203.0.113.77", LAMP, 0)
                .udp(LAMP, 5353, "224.0.0.251", 5353, new byte[8])
                .answer("media.maker.example", "203.0.113.6");
        for (int i = 0; i < 10; i++) {
            wire.udp(LAMP, 41000, "203.0.113.6", 20_000 + i, new byte[8]);
        }
        return wire.later(60).connection("10.0.0.7", 40100, LAMP, 80, new byte[0]);
    }

    private static MudFile file(Learner.Learned learned) {
        return MudReader.read(LearnedFile.text(
                "https://maker.example/lamp.json",
                "a lamp",
                learned.rules(),
                false,
                Instant.parse("2026-11-29T12:00:00Z")));
    }

    private static Traffic read(Wire wire) {
        Traffic traffic = Traffic.ofInterface(Wire.DEVICE);
        wire.frames().forEach(traffic::accept);
        return traffic;
    }

    private static byte[] clientHello() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        SSLEngine engine = context.createSSLEngine("cloud.maker.example", 443);
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }
}
