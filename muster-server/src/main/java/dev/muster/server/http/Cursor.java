package dev.muster.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page of an answer begins: {@code name-position-mark}. Whoever invents one sees rows that they may see anyway.
 *
 * @param list which of the answer's lists; empty when the answer is the list
 * @param position how many of its rows were given
 * @param mark of the last of them; empty when none was
 */
record Cursor(String list, int position, String mark) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z]{0,64})-([0-9]{1,9})-([A-Za-z0-9_-]{0,400})");

    /** @throws Refused 400 for what no answer of ours links to */
    static Cursor parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw unknown();
        }
        try {
            return new Cursor(
                    form.group(1),
                    Integer.parseInt(form.group(2)),
                    new String(Base64.getUrlDecoder().decode(form.group(3)), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    static Refused unknown() {
        return Problem.of(400, "bad-page", "A page is named as the Link of the page before names it.")
                .refuse();
    }

    static Refused gone() {
        return Problem.of(409, "page-gone", "What this page follows is not in the list any more: begin anew.")
                .refuse();
    }

    String text() {
        return list + "-" + position + "-"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(mark.getBytes(StandardCharsets.UTF_8));
    }
}
