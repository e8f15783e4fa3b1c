package dev.muster.format.update.suit;

import static dev.muster.format.update.suit.SuitReader.require;

import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborReader;
import dev.muster.format.cbor.CborType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Strict bytes to records for a report. System property claims and capability reports are skipped, not kept. */
final class ReportReader {
    private static final String RECORD = "/record";

    private @Nullable String uri;
    private @Nullable SuitDigest digest;
    private Report.@Nullable Result result;
    private Optional<byte[]> nonce = Optional.empty();
    private final List<SuitRecord> records = new ArrayList<>();
    private String detail = "";

    private ReportReader() {}

    static Report report(byte[] bytes) {
        require(bytes.length <= SuitLimits.REPORT_BYTES, "report too long", "/", -1);
        // The draft sets no order for a report's keys, and libcsuit writes 2, 99, 3, 4.
        return SuitReader.read(bytes, CborProfile.STRICT, SuitLimits.INNER, "", new ReportReader()::read);
    }

    private Report read(CborReader reader) {
        int count = reader.readMapHeader();
        for (int i = 0; i < count; i++) {
            member(reader.readLong(), reader);
        }
        if (uri == null || digest == null) {
            throw new SuitException("no reference to a manifest (99)", "/", 0);
        }
        if (result == null) {
            throw new SuitException("no result (4)", "/", 0);
        }
        Report.Result said = result instanceof Report.Result.Failure failure
                ? new Report.Result.Failure(failure.code(), failure.record(), failure.reason(), detail)
                : result;
        return new Report(uri, digest, nonce, records, said);
    }

    private void member(long key, CborReader reader) {
        int at = reader.position();
        if (key == CodePoints.REPORT_NONCE) {
            byte[] value = reader.readBytes();
            require(value.length <= Report.MOST_NONCE_BYTES, "nonce too long", "/2", at);
            nonce = Optional.of(value);
        } else if (key == CodePoints.REPORT_RECORDS) {
            records(reader);
        } else if (key == CodePoints.REPORT_RESULT) {
            result = result(reader);
        } else if (key == CodePoints.REPORT_REFERENCE) {
            require(reader.readArrayHeader() == 2, "a reference is [uri, digest]", "/99", at);
            uri = SuitReader.bounded(reader.readText(), SuitLimits.URI_CHARS, "/99/[0]");
            digest = SuitReader.digest(reader, "/99/[1]");
        } else if (key == CodePoints.REPORT_DETAIL) {
            detail = SuitReader.bounded(reader.readText(), Report.MOST_DETAIL_CHARS, "/" + key);
        } else {
            reader.skip();
        }
    }

    private void records(CborReader reader) {
        int at = reader.position();
        int count = reader.readArrayHeader();
        require(count <= SuitLimits.REPORT_RECORDS, "too many records", "/3", at);
        for (int i = 0; i < count; i++) {
            if (reader.peek() == CborType.MAP) {
                reader.skip();
            } else {
                records.add(record(reader, "/3/[" + i + "]"));
            }
        }
    }

    private static Report.Result result(CborReader reader) {
        int at = reader.position();
        if (reader.peek() == CborType.BOOLEAN) {
            require(reader.readBoolean(), "a failed result is a map, not false", "/4", at);
            return new Report.Result.Success();
        }
        Long code = null;
        SuitRecord record = null;
        Reason reason = null;
        int count = reader.readMapHeader();
        for (int i = 0; i < count; i++) {
            long key = reader.readLong();
            if (key == CodePoints.REPORT_RESULT_CODE) {
                code = reader.readLong();
            } else if (key == CodePoints.REPORT_RESULT_RECORD) {
                record = record(reader, "/4/6");
            } else if (key == CodePoints.REPORT_RESULT_REASON) {
                reason = Reason.ofCode(reader.readLong());
            } else {
                reader.skip();
            }
        }
        if (code == null || record == null || reason == null) {
            throw new SuitException("a failed result has a code, a record and a known reason", "/4", at);
        }
        return new Report.Result.Failure(code, record, reason, "");
    }

    private static SuitRecord record(CborReader reader, String outer) {
        int at = reader.position();
        require(reader.readArrayHeader() == 5, "a record has five members", outer, at);
        List<Integer> manifest = path(reader, outer + RECORD);
        int section = small(reader, outer + RECORD);
        int offset = small(reader, outer + RECORD);
        int component = small(reader, outer + RECORD);
        List<Parameter> properties = new ArrayList<>();
        int count = reader.readMapHeader();
        for (int i = 0; i < count; i++) {
            properties.add(ParameterReader.parameter(reader.readLong(), reader, outer + RECORD));
        }
        return new SuitRecord(manifest, section, offset, component, properties);
    }

    private static List<Integer> path(CborReader reader, String path) {
        int at = reader.position();
        int count = reader.readArrayHeader();
        require(count <= SuitLimits.DEPENDENCY_DEPTH, "a manifest too deep in dependencies", path, at);
        List<Integer> indexes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            indexes.add(small(reader, path));
        }
        return indexes;
    }

    private static int small(CborReader reader, String path) {
        long value = ManifestReader.unsigned(reader, path);
        require(value <= Integer.MAX_VALUE, "number too large", path, reader.position());
        return (int) value;
    }
}
