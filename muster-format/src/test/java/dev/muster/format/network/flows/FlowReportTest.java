package dev.muster.format.network.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.CborWriter;
import dev.muster.format.network.flows.FlowReport.Member;
import dev.muster.format.network.flows.FlowReport.OtherTls;
import dev.muster.format.network.flows.FlowReport.Refused;
import dev.muster.format.network.flows.FlowReport.Used;
import dev.muster.format.network.nft.TlsRules;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlowReportTest {
    private static final Instant AT = Instant.parse("2026-11-29T12:00:00Z");
    private static final Refused FLOW = new Refused(true, 4, 6, "203.0.113.9", 8443, 3, AT.minusSeconds(9), AT);
    private static final Member LAMP =
            new Member("lamp", 7, 1, List.of(FLOW), List.of(new Used("ip daddr 10.0.0.1", 2)));

    @Test
    void whatIsWrittenIsReadAgain() {
        FlowReport report = new FlowReport(
                AT,
                List.of(LAMP, new Member(FlowReport.SELF, 0, 0, List.of(), List.of())),
                Optional.of(new FlowReport.Changed(2, AT, "the table was gone")));
        assertThat(FlowReport.parse(report.encode())).isEqualTo(report);
    }

    @Test
    void otherTlsIsReadAgainAndOnlyThenItIsANewerReport() {
        OtherTls other = new OtherTls(
                "203.0.113.9",
                443,
                "cloud.example",
                "cipher suite 0x1302 is offered",
                TlsRules.Mode.ENFORCE,
                2,
                AT.minusSeconds(9),
                AT);
        Member spoke = new Member("lamp", 0, 0, List.of(), List.of(), List.of(other));
        FlowReport said = new FlowReport(
                AT, List.of(), Optional.empty(), List.of(new FlowReport.Said("lamp", true, "https://maker.example/a")));
        assertThat(FlowReport.parse(said.encode())).isEqualTo(said);
        assertThatThrownBy(() -> new FlowReport.Said("lamp", true, "x".repeat(254)))
                .isInstanceOf(IllegalArgumentException.class);
        FlowReport report = new FlowReport(AT, List.of(spoke), Optional.empty());
        assertThat(FlowReport.parse(report.encode())).isEqualTo(report);
        assertThat(report.encode()[1]).isEqualTo((byte) 3);
        assertThat(new FlowReport(AT, List.of(LAMP), Optional.empty()).encode()[1])
                .as("as servers of before read it")
                .isEqualTo((byte) 2);
        assertThatThrownBy(() -> new OtherTls("", 443, "", "x", TlsRules.Mode.ALERT, 1, AT, AT))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] bytes = report.encode();
        bytes[indexOf(bytes, "enforce")] = 'x';
        assertThatThrownBy(() -> FlowReport.parse(bytes)).hasMessageContaining("no mode");
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
    }

    @Test
    void theLargestReportFitsWhatADoorTakes() {
        List<Refused> flows = Collections.nCopies(FlowReport.REFUSED_MOST, FLOW);
        List<Used> used = Collections.nCopies(FlowReport.USED_MOST, new Used("x".repeat(200), 1));
        List<Member> members = new java.util.ArrayList<>();
        for (int i = 0; i < FlowReport.MEMBERS_MOST; i++) {
            members.add(new Member("device-" + i, 1, 1, flows, used));
        }
        byte[] bytes = new FlowReport(AT, members, Optional.empty()).encode();
        assertThat(bytes.length).isLessThan(FlowReport.MAX_BYTES);
        assertThat(FlowReport.parse(bytes).members()).hasSize(FlowReport.MEMBERS_MOST);
    }

    @Test
    void whatIsNoReportIsSaidWithItsPlace() {
        assertThatThrownBy(() -> FlowReport.parse(new byte[] {1})).isInstanceOf(FlowException.class);
        byte[] version =
                CborWriter.create().array(3).integer(3).integer(1).array(0).toByteArray();
        assertThatThrownBy(() -> FlowReport.parse(version))
                .isInstanceOf(FlowException.class)
                .hasMessageContaining("expected 5 parts");
        byte[] newer = CborWriter.create()
                .array(4)
                .integer(4)
                .integer(1)
                .array(0)
                .array(0)
                .toByteArray();
        assertThatThrownBy(() -> FlowReport.parse(newer)).hasMessageContaining("not version 3");
        byte[] older =
                CborWriter.create().array(3).integer(1).integer(1).array(0).toByteArray();
        assertThat(FlowReport.parse(older).changed()).isEmpty();
        byte[] port = CborWriter.create()
                .array(3)
                .integer(1)
                .integer(1)
                .array(1)
                .array(5)
                .text("a")
                .integer(1)
                .integer(0)
                .array(1)
                .array(8)
                .bool(true)
                .integer(4)
                .integer(6)
                .text("x")
                .integer(70000)
                .integer(1)
                .integer(1)
                .integer(1)
                .array(0)
                .toByteArray();
        assertThatThrownBy(() -> FlowReport.parse(port))
                .isInstanceOfSatisfying(
                        FlowException.class, e -> assertThat(e.path()).isEqualTo("/[2]/[0]/[3]/[0]/[4]"));
    }

    @Test
    void twoOfOneNameAndNegativeCountsAreRefused() {
        assertThatThrownBy(() -> new FlowReport(AT, List.of(LAMP, LAMP), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Member("a", -1, 0, List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Refused(true, 5, 6, "x", 1, 1, AT, AT))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
