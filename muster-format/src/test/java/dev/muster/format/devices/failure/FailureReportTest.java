package dev.muster.format.devices.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.format.cbor.CborWriter;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureReportTest {
    private static final Instant AT = Instant.ofEpochSecond(1_790_000_000);
    private static final Failure CRASH =
            new Failure(FailureKind.CRASH, "light", "signal 11", "", AT.minusSeconds(5), AT, 3);

    @Test
    void whatIsWrittenIsReadAgain() {
        FailureReport report = new FailureReport(AT, List.of(CRASH));

        assertThat(FailureReport.parse(report.encode())).isEqualTo(report);
    }

    @Test
    void aKindOfANewerDeviceIsAnother() {
        byte[] bytes = report("melted", AT.getEpochSecond(), 1);

        assertThat(FailureReport.parse(bytes).failures().getFirst().kind()).isEqualTo(FailureKind.OTHER);
    }

    @Test
    void whatIsOutOfRangeIsMalformed() {
        for (byte[] bytes : List.of(
                report("crash", -1, 1),
                report("crash", Long.MAX_VALUE, 1),
                report("crash", AT.getEpochSecond(), 0),
                report("crash", AT.getEpochSecond(), Long.MAX_VALUE),
                new byte[0],
                CborWriter.create().array(3).integer(2).integer(0).array(0).toByteArray(),
                CborWriter.create().array(3).integer(1).integer(0).array(0).toByteArray())) {
            assertThatExceptionOfType(FailureException.class).isThrownBy(() -> FailureReport.parse(bytes));
        }
    }

    @Test
    void namesAreShortAndPrintable() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Failure(FailureKind.CRASH, "", "", "", AT, AT, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Failure(FailureKind.CRASH, "a\u001b[2J", "", "", AT, AT, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Failure(FailureKind.CRASH, "x".repeat(Failure.MAX_CHARS + 1), "", "", AT, AT, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FailureReport(AT, Collections.nCopies(FailureReport.MAX_FAILURES + 1, CRASH)));
    }

    private static byte[] report(String kind, long first, long count) {
        CborWriter out = CborWriter.create();
        out.array(3).integer(1).integer(AT.getEpochSecond()).array(1);
        out.array(7).text(kind).text("light").text("signal 11").text("");
        return out.integer(first).integer(AT.getEpochSecond()).integer(count).toByteArray();
    }
}
