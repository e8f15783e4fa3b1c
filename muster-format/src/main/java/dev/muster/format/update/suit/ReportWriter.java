package dev.muster.format.update.suit;

import dev.muster.format.cbor.CborWriter;

/** A report to deterministic bytes. */
final class ReportWriter {
    private ReportWriter() {}

    static byte[] report(Report report) {
        boolean detail = report.result() instanceof Report.Result.Failure failure
                && !failure.detail().isEmpty();
        int members = 3 + (report.nonce().isPresent() ? 1 : 0) + (detail ? 1 : 0);
        CborWriter writer = CborWriter.create().map(members);
        report.nonce()
                .ifPresent(nonce -> writer.integer(CodePoints.REPORT_NONCE).bytes(nonce));
        writer.integer(CodePoints.REPORT_RECORDS).array(report.records().size());
        report.records().forEach(record -> record(writer, record));
        writer.integer(CodePoints.REPORT_RESULT);
        result(writer, report.result());
        writer.integer(CodePoints.REPORT_REFERENCE)
                .array(2)
                .text(report.manifestUri())
                .encoded(SuitWriter.digest(report.manifestDigest()));
        if (report.result() instanceof Report.Result.Failure failure
                && !failure.detail().isEmpty()) {
            writer.integer(CodePoints.REPORT_DETAIL).text(failure.detail());
        }
        return writer.toByteArray();
    }

    private static void result(CborWriter writer, Report.Result result) {
        switch (result) {
            case Report.Result.Success success -> writer.bool(true);
            case Report.Result.Failure failure -> {
                writer.map(3).integer(CodePoints.REPORT_RESULT_CODE).integer(failure.code());
                writer.integer(CodePoints.REPORT_RESULT_RECORD);
                record(writer, failure.record());
                writer.integer(CodePoints.REPORT_RESULT_REASON)
                        .integer(failure.reason().code());
            }
        }
    }

    private static void record(CborWriter writer, SuitRecord record) {
        writer.array(5).array(record.manifest().size());
        record.manifest().forEach(writer::integer);
        writer.integer(record.section()).integer(record.offset()).integer(record.componentIndex());
        SuitWriter.parameters(writer, record.properties());
    }
}
