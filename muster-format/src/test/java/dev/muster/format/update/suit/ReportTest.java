package dev.muster.format.update.suit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.CborWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final SuitDigest DIGEST = SuitDigest.sha256(new byte[] {1});

    @Test
    void aSuccessIsReadAndWrittenAgain() {
        SuitRecord record = new SuitRecord(20, 7, 0, List.of(new Parameter.ImageSize(9)));
        Report report = new Report(
                "https://example.net/a.suit", DIGEST, Optional.empty(), List.of(record), new Report.Result.Success());
        byte[] bytes = report.encode();
        assertThat(Report.parse(bytes)).isEqualTo(report);
        assertThat(Report.parse(bytes).encode()).isEqualTo(bytes);
    }

    @Test
    void aRefusalSaysWhy() {
        Report report = Report.refused("", DIGEST, Reason.UNAUTHORISED, "signed by nobody this device knows");
        assertThat(Report.parse(report.encode())).isEqualTo(report);
        assertThat(Report.parse(report.encode()).result())
                .isInstanceOfSatisfying(Report.Result.Failure.class, failure -> {
                    assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORISED);
                    assertThat(failure.detail()).contains("nobody");
                });
    }

    @Test
    void systemPropertyClaimsAreSkipped() {
        byte[] bytes = CborWriter.create()
                .map(3)
                .integer(3)
                .array(1)
                .map(1)
                .integer(0)
                .array(0)
                .integer(4)
                .bool(true)
                .integer(99)
                .array(2)
                .text("")
                .encoded(SuitWriter.digest(DIGEST))
                .toByteArray();
        assertThat(Report.parse(bytes).records()).isEmpty();
    }

    @Test
    void aReportWithoutResultOrReferenceIsMalformed() {
        byte[] noResult = CborWriter.create()
                .map(1)
                .integer(99)
                .array(2)
                .text("")
                .encoded(SuitWriter.digest(DIGEST))
                .toByteArray();
        assertThatThrownBy(() -> Report.parse(noResult)).hasMessageContaining("no result");
        byte[] noReference = CborWriter.create().map(1).integer(4).bool(true).toByteArray();
        assertThatThrownBy(() -> Report.parse(noReference)).hasMessageContaining("no reference");
        byte[] no = CborWriter.create().map(1).integer(4).bool(false).toByteArray();
        assertThatThrownBy(() -> Report.parse(no)).hasMessageContaining("not false");
    }
}
