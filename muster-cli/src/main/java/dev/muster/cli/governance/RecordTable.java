package dev.muster.cli.governance;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Records as a table for spreadsheets, page by page: however many there are, one page is in memory. */
final class RecordTable {
    /** A cell that begins so is a formula for spreadsheets; import takes the mark away again. */
    private static final String COMPUTED = "=+-@\t";

    private RecordTable() {}

    /** Which records; empty for all. */
    record Filter(String state, String device) {}

    /** How many rows were written. */
    static int write(ApiClient api, String base, String machine, Filter filter, Path file) throws IOException {
        List<String> fields = fields(api, base, machine);
        int rows = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            line(out, head(fields));
            for (JsonNode record :
                    new RecordPages(api, base + "/" + Query.segment(machine), filter.state(), filter.device(), "")) {
                List<String> cells = new ArrayList<>();
                for (String name : List.of("id", "state", "since")) {
                    cells.add(record.path(name).asString());
                }
                fields.forEach(
                        name -> cells.add(record.path("fields").path(name).asString("")));
                line(out, cells);
                rows++;
            }
        }
        return rows;
    }

    private static List<String> fields(ApiClient api, String base, String machine) {
        for (JsonNode known : api.get(base).path("machines")) {
            if (known.path("machine").asString().equals(machine)) {
                List<String> fields = new ArrayList<>();
                known.path("fields").forEach(field -> fields.add(field.asString()));
                return fields;
            }
        }
        throw CommandFailed.because("The server knows no " + machine + ".");
    }

    private static List<String> head(List<String> fields) {
        List<String> head = new ArrayList<>(List.of("id", "state", "since"));
        head.addAll(fields);
        return head;
    }

    private static void line(BufferedWriter out, List<String> cells) throws IOException {
        out.write(cells.stream().map(RecordTable::cell).collect(Collectors.joining(",")));
        out.write("\r\n");
    }

    private static String cell(String text) {
        String safe = !text.isEmpty() && COMPUTED.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.matches("[^,\"\\r\\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
