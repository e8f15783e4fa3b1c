package dev.muster.cli.comply;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Paths and queries with what people typed in them. */
public final class Query {
    private Query() {}

    /** One path segment. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Several path segments, the slashes between them kept. */
    static String segments(String text) {
        return Arrays.stream(text.split("/", -1)).map(Query::segment).collect(Collectors.joining("/"));
    }

    /** The path with the parameters that are not empty. */
    public static String of(String path, String... namesAndValues) {
        StringBuilder query = new StringBuilder(path);
        char separator = '?';
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                query.append(separator).append(namesAndValues[i]).append('=').append(segment(namesAndValues[i + 1]));
                separator = '&';
            }
        }
        return query.toString();
    }
}
