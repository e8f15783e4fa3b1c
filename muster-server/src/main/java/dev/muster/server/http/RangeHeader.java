package dev.muster.server.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Range header asks of a file (RFC 9110 §14.1.2). */
sealed interface RangeHeader {
    /** One range, both ends included; the last lies one before the first for an empty file. */
    record Part(long first, long last) implements RangeHeader {
        long length() {
            return last - first + 1;
        }
    }

    /** Lies wholly outside the file: 416. */
    record Unsatisfiable() implements RangeHeader {}

    /** Absent, another unit, several ranges or nonsense: the whole file, as the RFC says. */
    record Ignored() implements RangeHeader {}

    Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    static Part whole(long size) {
        return new Part(0, size - 1);
    }

    static RangeHeader parse(String header, long size) {
        Matcher m = ONE.matcher(header.strip());
        if (!m.matches() || (m.group(1).isEmpty() && m.group(2).isEmpty())) {
            return new Ignored();
        }
        if (m.group(1).isEmpty()) {
            long suffix = Long.parseLong(m.group(2));
            return suffix == 0 || size == 0 ? new Unsatisfiable() : new Part(Math.max(0, size - suffix), size - 1);
        }
        long first = Long.parseLong(m.group(1));
        long last = m.group(2).isEmpty() ? size - 1 : Long.parseLong(m.group(2));
        if (last < first && !m.group(2).isEmpty()) {
            return new Ignored();
        }
        return first >= size ? new Unsatisfiable() : new Part(first, Math.min(last, size - 1));
    }
}
