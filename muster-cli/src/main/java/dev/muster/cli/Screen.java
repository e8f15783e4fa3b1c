package dev.muster.cli;

import dev.muster.format.json.Json;
import dev.muster.format.json.JsonWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Where a verb prints: results on standard output, progress on standard error. */
public final class Screen {

    /** Five hundred classes that most commands need nothing of, and a device has not. */
    private static final class Library {
        static final ObjectMapper MAPPER = JsonMapper.builder().build();
    }

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    private final Colour colour;
    private final int width;
    private final Optional<LongSupplier> watch;

    public Screen(PrintWriter out, PrintWriter err, boolean json) {
        this(out, err, json, Colour.OFF, 0, Optional.empty());
    }

    /** The screen of a person who waits, and whose clock (nanoseconds) says for how long. */
    static Screen watched(PrintWriter out, PrintWriter err, boolean json, LongSupplier watch) {
        return new Screen(out, err, json, Colour.OFF, 0, Optional.of(watch));
    }

    /**
     * @param width of the terminal; 0 when nobody sits at one, and then a row is a line however long
     * @param watch of the person at the terminal, in nanoseconds; nothing when nobody sits at one
     */
    Screen(PrintWriter out, PrintWriter err, boolean json, Colour colour, int width, Optional<LongSupplier> watch) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.colour = colour;
        this.width = width;
        this.watch = json ? Optional.empty() : watch;
    }

    /** The watch of the person who waits for this; nothing in a pipe and with {@code --json}: a program reads no counts. */
    Optional<LongSupplier> watch() {
        return watch;
    }

    /** Whether {@code --json} was given: then only {@link #json(Object)} and {@link #progress(String)} are used. */
    public boolean wantsJson() {
        return json;
    }

    /** One line of a result. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** One line about what is going on; never part of the result. */
    public void progress(String text) {
        err.println(text);
        err.flush();
    }

    /** One JSON document on one line: a record, map, list or {@link JsonNode}. */
    public void json(Object value) {
        Optional<Json> plain = PlainJson.of(value);
        out.println(
                plain.isPresent()
                        ? new String(JsonWriter.compact(plain.get()), StandardCharsets.UTF_8)
                        : Library.MAPPER.writeValueAsString(value));
        out.flush();
    }

    /** The result in the form that was asked for. */
    public void result(Object value, String text) {
        if (json) {
            json(value);
        } else {
            line(text);
        }
    }

    /** Rows as comma-separated values (RFC 4180), the first row being their head. */
    public void csv(List<List<String>> rows) {
        for (List<String> row : rows) {
            line(row.stream().map(Screen::quoted).collect(Collectors.joining(",")));
        }
    }

    private static String quoted(String cell) {
        return cell.matches("[^,\"\\r\\n]*") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
    }

    /** A table with aligned columns, the first row being its head; on a terminal as wide as it is. */
    public void table(List<List<String>> rows) {
        new Fitted(rows, colour, width).lines().forEach(this::line);
    }
}
