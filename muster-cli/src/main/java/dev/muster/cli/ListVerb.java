package dev.muster.cli;

import dev.muster.cli.api.ApiClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** A verb that lists things: as a table, as CSV or as JSON, at most so many, once or whenever they change. */
public abstract class ListVerb extends Verb {
    private static final long SECOND_MILLIS = 1000;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: all).")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--csv", description = "Print comma-separated values (RFC 4180).")
    private boolean csv;

    @Option(
            names = "--watch",
            paramLabel = "SECONDS",
            arity = "0..1",
            fallbackValue = "2",
            description = "Look again every so many seconds (2), and print when something changed.")
    private int watch;

    @Option(names = "--looks", hidden = true, description = "End --watch after so many looks.")
    private int looks = Integer.MAX_VALUE;

    /**
     * One column.
     *
     * @param title its head
     * @param value its cell of a row; empty becomes a dash
     */
    public record Column(String title, Function<JsonNode, String> value) {
        /** A member of the row. */
        public static Column of(String title, String member) {
            return new Column(
                    title,
                    row -> row.path(member).isMissingNode()
                            ? ""
                            : row.path(member).isValueNode()
                                    ? row.path(member).asString()
                                    : row.path(member).toString());
        }
    }

    /** The rows, as the API has them. */
    protected abstract Iterable<JsonNode> rows(ApiClient api);

    protected abstract List<Column> columns();

    /** Whether the filters of the command line let a row through. */
    protected boolean wanted(JsonNode row) {
        return true;
    }

    @Override
    protected final Status run(Screen screen) throws InterruptedException {
        if (limit < 1 || watch < 0) {
            throw CommandFailed.usage("--limit and --watch take a number of 1 or more.");
        }
        try (var api = api()) {
            List<JsonNode> before = null;
            for (int look = 1; look <= looks; look++) {
                List<JsonNode> now = kept(rows(api));
                if (!now.equals(before)) {
                    print(screen, now);
                    before = now;
                }
                if (watch == 0) {
                    break;
                }
                Thread.sleep(watch * SECOND_MILLIS);
            }
            return Status.YES;
        }
    }

    private List<JsonNode> kept(Iterable<JsonNode> all) {
        List<JsonNode> kept = new ArrayList<>();
        for (JsonNode row : all) {
            if (kept.size() < limit && wanted(row)) {
                kept.add(row);
            }
        }
        return kept;
    }

    private void print(Screen screen, List<JsonNode> now) {
        if (screen.wantsJson()) {
            screen.json(now);
        } else {
            print(screen, now, columns(), csv);
        }
    }

    /** A list for people, of a verb that does something else too. */
    public static void print(Screen screen, Iterable<JsonNode> rows, List<Column> columns) {
        print(screen, rows, columns, false);
    }

    private static void print(Screen screen, Iterable<JsonNode> rows, List<Column> columns, boolean csv) {
        List<List<String>> table = new ArrayList<>();
        table.add(columns.stream().map(Column::title).toList());
        for (JsonNode row : rows) {
            table.add(columns.stream()
                    .map(column -> column.value().apply(row))
                    .map(cell -> cell.isEmpty() && !csv ? "-" : cell)
                    .toList());
        }
        if (csv) {
            screen.csv(table);
        } else {
            screen.table(table);
        }
    }
}
