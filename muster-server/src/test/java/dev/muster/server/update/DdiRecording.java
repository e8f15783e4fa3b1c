package dev.muster.server.update;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recordings of hawkBit clients: a line for each request, its headers below it, its body after {@code |}. */
final class DdiRecording {
    private static final Pattern REQUEST = Pattern.compile(".*> ([A-Z]+) (/\\S*) HTTP/1\\.1");
    private static final Pattern HEADER = Pattern.compile(" {4}([A-Za-z-]+): (.*)");

    private DdiRecording() {}

    /** A request as it was received. */
    record Sent(String method, String path, Map<String, String> headers, String body) {}

    static List<Sent> read(String text) {
        List<Sent> all = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher request = REQUEST.matcher(line);
            if (request.matches()) {
                all.add(new Sent(request.group(1), request.group(2), new LinkedHashMap<>(), ""));
                continue;
            }
            if (line.isBlank() || line.startsWith("[") || all.isEmpty()) {
                continue;
            }
            Matcher header = HEADER.matcher(line);
            if (line.startsWith("    | ")) {
                Sent last = all.removeLast();
                all.add(new Sent(last.method(), last.path(), last.headers(), last.body() + line.substring(6)));
            } else if (header.matches()) {
                all.getLast().headers().put(header.group(1).toLowerCase(Locale.ROOT), header.group(2));
            }
        }
        return all;
    }
}
