package dev.muster.server.update;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of hawkBit's filter language (FIQL) that scripts use: {@code field==value} and {@code field!=value}, with
 * {@code *} for any characters, joined by {@code ;} or {@code and} (both) and {@code ,} or {@code or} (either; binds weaker).
 *
 * @param sql a condition over the columns that were given
 * @param values of its question marks
 */
record HawkbitFilter(String sql, List<Object> values) {
    /** Comparisons of one filter. */
    static final int MOST_TERMS = 20;

    static final HawkbitFilter ALL = new HawkbitFilter("1 = 1", List.of());

    private static final Pattern TERM = Pattern.compile("([A-Za-z]+)(==|!=)(\"[^\"]*\"|'[^']*'|[^;,\\s]+)");

    /**
     * @param columns SQL by the field's name in lower case
     * @throws IllegalArgumentException for another field or form
     */
    static HawkbitFilter parse(String text, Map<String, String> columns) {
        List<Object> values = new ArrayList<>();
        List<String> either = new ArrayList<>();
        int terms = 0;
        for (String part : text.split(",|\\s+or\\s+", -1)) {
            List<String> both = new ArrayList<>();
            for (String term : part.split(";|\\s+and\\s+", -1)) {
                if (++terms > MOST_TERMS) {
                    throw new IllegalArgumentException("at most " + MOST_TERMS + " comparisons");
                }
                both.add(term(term.strip(), columns, values));
            }
            either.add(String.join(" and ", both));
        }
        return new HawkbitFilter("(" + String.join(" or ", either) + ")", List.copyOf(values));
    }

    private static String term(String text, Map<String, String> columns, List<Object> values) {
        Matcher parts = TERM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not field==value: " + text);
        }
        String column = columns.get(parts.group(1).toLowerCase(Locale.ROOT));
        if (column == null) {
            throw new IllegalArgumentException("no field " + parts.group(1) + "; there are " + columns.keySet());
        }
        String value = parts.group(3).replaceAll("^[\"']|[\"']$", "").toLowerCase(Locale.ROOT);
        values.add(value.replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_")
                .replace('*', '%'));
        String like = "lower(" + column + ") like ? escape '\\'";
        return parts.group(2).equals("==") ? like : "not (" + like + ")";
    }
}
