package dev.muster.server.governance;

import dev.muster.core.governance.Budgets;
import dev.muster.core.governance.Instance;
import dev.muster.core.governance.Machine;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Records for other people's programs: a table (RFC 4180) and a calendar (RFC 5545). */
final class Papers {
    private static final String CRLF = "\r\n";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** Octets of a line before it is folded (RFC 5545 §3.1). */
    private static final int LINE_OCTETS = 75;

    /** A cell that begins so is a formula for spreadsheets. */
    static final String COMPUTED = "=+-@\t";

    private Papers() {}

    static String csv(Machine machine, List<Instance> records) {
        List<String> names = List.copyOf(machine.fields().keySet());
        StringBuilder out = new StringBuilder("id,state,since");
        names.forEach(name -> out.append(',').append(name));
        out.append(CRLF);
        for (Instance record : records) {
            List<String> cells = new ArrayList<>(
                    List.of(record.id(), record.state(), record.since().toString()));
            names.forEach(name -> cells.add(record.fields().getOrDefault(name, "")));
            out.append(String.join(",", cells.stream().map(Papers::cell).toList()))
                    .append(CRLF);
        }
        return out.toString();
    }

    /** A row for each line and year; a line without dates has one with its sums. */
    static String csv(List<Budgets.Line> lines) {
        StringBuilder out =
                new StringBuilder("line,state,category,device-class,devices,currency,year,planned,spent").append(CRLF);
        for (Budgets.Line line : lines) {
            List<Budgets.Year> years =
                    line.years().isEmpty() ? List.of(new Budgets.Year(0, line.planned(), line.spent())) : line.years();
            for (Budgets.Year year : years) {
                List<String> cells = List.of(
                        line.id(),
                        line.state(),
                        line.category(),
                        line.deviceClass(),
                        "" + line.devices(),
                        line.currency(),
                        year.year() == 0 ? "" : "" + year.year(),
                        "" + year.planned(),
                        "" + year.spent());
                out.append(String.join(",", cells.stream().map(Papers::cell).toList()))
                        .append(CRLF);
            }
        }
        return out.toString();
    }

    /** A text that a spreadsheet would compute is kept a text; {@link ImportDoor} takes the mark away again. */
    private static String cell(String text) {
        String safe = !text.isEmpty() && COMPUTED.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }

    static String calendar(String org, List<Map.Entry<Instance, Instant>> due, Instant now) {
        StringBuilder out = new StringBuilder();
        line(out, "BEGIN:VCALENDAR");
        line(out, "VERSION:2.0");
        line(out, "PRODID:-//Muster//Governance//EN");
        for (Map.Entry<Instance, Instant> entry : due) {
            Instance record = entry.getKey();
            line(out, "BEGIN:VEVENT");
            line(out, "UID:" + record.machine() + "-" + record.id() + "@" + org + ".muster");
            line(out, "DTSTAMP:" + STAMP.format(now));
            line(out, "DTSTART:" + STAMP.format(entry.getValue()));
            line(out, "SUMMARY:" + escaped(record.machine() + " " + record.id() + " (" + record.state() + ")"));
            line(out, "END:VEVENT");
        }
        line(out, "END:VCALENDAR");
        return out.toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replace("\n", "\\n");
    }

    /** Ids and states are ASCII, so characters are octets here. */
    private static void line(StringBuilder out, String text) {
        String rest = text;
        String indent = "";
        while (indent.length() + rest.length() > LINE_OCTETS) {
            int end = LINE_OCTETS - indent.length();
            out.append(indent).append(rest, 0, end).append(CRLF);
            rest = rest.substring(end);
            indent = " ";
        }
        out.append(indent).append(rest).append(CRLF);
    }
}
