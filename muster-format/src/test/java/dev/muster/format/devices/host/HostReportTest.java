package dev.muster.format.devices.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostReportTest {
    private static final Instant AT = Instant.ofEpochSecond(1_790_000_000);

    @Test
    void whatWasWrittenIsRead() {
        HostReport report = new HostReport(
                AT,
                List.of(
                        new HostFact("host.aslr", "full", Standing.ENFORCED, "randomize_va_space is 2"),
                        new HostFact("host.tpm", "none", Standing.MISSING, "")));
        assertThat(HostReport.parse(report.encode())).isEqualTo(report);
        FailureReport failure =
                new FailureReport(AT, FailureKind.FORBIDDEN_CALL, "meter", "0123456789abcdef", "mount was refused");
        assertThat(FailureReport.parse(failure.encode())).isEqualTo(failure);
    }

    @Test
    void everyFaultHasItsPlace() {
        assertThatThrownBy(() -> HostReport.parse(new byte[] {(byte) 0x83, 1})).isInstanceOf(HostException.class);
        byte[] standing = CborWriter.create()
                .array(3)
                .integer(1)
                .integer(5)
                .array(1)
                .array(4)
                .text("host.aslr")
                .text("full")
                .text("certain")
                .text("")
                .toByteArray();
        assertThatThrownBy(() -> HostReport.parse(standing))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("/[2]/[0]/[2]");
        byte[] version =
                CborWriter.create().array(3).integer(2).integer(5).array(0).toByteArray();
        assertThatThrownBy(() -> HostReport.parse(version)).hasMessageContaining("version");
        assertThat(Cbor.parse(version).asArray().size()).isEqualTo(3);
    }

    @Test
    void noKeyTwiceAndNoneThatIsNoHosts() {
        HostFact fact = new HostFact("host.aslr", "full", Standing.ENFORCED, "");
        assertThatThrownBy(() -> new HostReport(AT, List.of(fact, fact))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HostFact("attestation.verdict", "affirming", Standing.CHECKED, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
