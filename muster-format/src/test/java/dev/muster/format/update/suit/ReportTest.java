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

    /** libcsuit writes 2, 99, 3, 4; no draft sets an order for a report's keys. */
    @Test
    void aReportIsReadInAnyOrderOfKeys() {
        byte[] libcsuit = CborWriter.create()
                .map(4)
                .integer(CodePoints.REPORT_NONCE)
                .bytes(new byte[8])
                .integer(CodePoints.REPORT_REFERENCE)
                .array(2)
                .text("")
                .encoded(SuitWriter.digest(SuitDigest.sha256(new byte[0])))
                .integer(CodePoints.REPORT_RECORDS)
                .array(1)
                .encoded(CborWriter.create()
                        .array(5)
                        .array(1)
                        .integer(1)
                        .integer(CodePoints.INSTALL)
                        .integer(3)
                        .integer(0)
                        .map(0)
                        .toByteArray())
                .integer(CodePoints.REPORT_RESULT)
                .bool(true)
                .toByteArray();
        Report report = Report.parse(libcsuit);
        assertThat(report.result()).isEqualTo(new Report.Result.Success());
        assertThat(report.records()).containsExactly(new SuitRecord(List.of(1), CodePoints.INSTALL, 3, 0, List.of()));
    }

    @Test
    void aKeyThatComesTwiceIsMalformedInAReportToo() {
        byte[] twice = CborWriter.create()
                .map(2)
                .integer(CodePoints.REPORT_RESULT)
                .bool(true)
                .integer(CodePoints.REPORT_RESULT)
                .bool(true)
                .toByteArray();
        assertThatThrownBy(() -> Report.parse(twice)).isInstanceOf(SuitException.class);
    }
}
