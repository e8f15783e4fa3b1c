package dev.muster.agent.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A small file of {@code key=value} lines: readable on a device's serial console, the same bytes for the same content. */
final class PropertyLines {

    /** The largest is the journal of orders: 64 reports of at most 4 KiB in base64. Anything larger is not such a file. */
    private static final int BYTES_MAX = 512 * 1024;

    private final Path file;
    private final Map<String, String> values;

    private PropertyLines(Path file, Map<String, String> values) {
        this.file = file;
        this.values = values;
    }

    static PropertyLines empty(Path file) {
        return new PropertyLines(file, new TreeMap<>());
    }

    /** @throws IOException when it cannot be read, is too large, or a line has no {@code =} */
    static PropertyLines read(Path file) throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw new IOException(file + " is larger than " + BYTES_MAX + " bytes");
        }
        PropertyLines lines = empty(file);
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new IOException(file + ": a line without '=': " + line);
            }
            lines.values.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return lines;
    }

    PropertyLines put(String key, String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new IllegalArgumentException(key + " holds a line break");
        }
        values.put(key, value);
        return this;
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    String require(String key) throws IOException {
        return get(key).orElseThrow(() -> new IOException(file + " has no " + key));
    }

    long requireLong(String key) throws IOException {
        String text = require(key);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IOException(file + ": " + key + " is not a number: " + text, e);
        }
    }

    /** The lines whose key begins with this, without it. */
    Map<String, String> withPrefix(String prefix) {
        Map<String, String> found = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }

    byte[] encode() {
        StringBuilder text = new StringBuilder();
        values.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
