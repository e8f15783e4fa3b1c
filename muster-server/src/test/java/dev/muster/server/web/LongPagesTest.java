package dev.muster.server.web;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever devices, makers and people write: a page has an end, says where it left something out, and stays a page. */
class LongPagesTest {
    private static final Pattern TAG = Pattern.compile("<(/?)([a-z][a-z0-9]*)[^>]*>");
    private static final List<String> VOID = List.of("meta", "link", "input", "br", "hr", "img");

    /** What a frame adds to its content. */
    private static final int FRAME_CHARS = 8 * 1024;

    private static String megabyte(char what) {
        return String.valueOf(what).repeat(1024 * 1024);
    }

    private static void wellFormed(String html) {
        int depth = 0;
        Matcher tag = TAG.matcher(html);
        while (tag.find()) {
            if (!VOID.contains(tag.group(2))) {
                depth += tag.group(1).isEmpty() ? 1 : -1;
            }
        }
        assertThat(depth).as("elements that are not closed").isZero();
    }

    @Test
    void aLongTextIsCutAndSaysHowMuchIsMissing() {
        String html = Html.render(text(megabyte('<')));
        assertThat(html)
                .endsWith("… (" + (1024 * 1024 - Html.TEXT_CHARS_MAX) + " characters more)")
                .startsWith("&lt;&lt;");
        String pairs = Html.render(text("x" + "\ud83d\ude00".repeat(Html.TEXT_CHARS_MAX)));
        assertThat(pairs.codePoints()).as("no half of a character").noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
        assertThat(Html.render(text("a".repeat(Html.TEXT_CHARS_MAX)))).hasSize(Html.TEXT_CHARS_MAX);
    }

    @Test
    void aLongListEndsAndSaysHowManyAreLeft() {
        List<Integer> items = IntStream.range(0, 200_000).boxed().toList();
        String html = Html.render(el("ul", Html.each(items, n -> el("li", "number " + n))));
        assertThat(html.length()).isLessThan(Html.LIST_CHARS_MAX + 1024);
        assertThat(html).containsPattern("and [0-9]+ more, too long to show together");
        String listOfLists = Html.render(Html.each(
                items, outer -> el("ul", Html.each(items, inner -> el("li", text(megabyte('&')))))));
        assertThat(listOfLists.length()).isLessThan(3 * Html.LIST_CHARS_MAX);
    }

    @Test
    void everyRowIsOnItsPageWhateverStandsInTheOthers() {
        Table<Integer> table = new Table<>(
                "things",
                List.of(
                        new Table.Column<>("name", "", n -> text("thing-" + n)),
                        new Table.Column<>("says", "", n -> text(megabyte('"'))),
                        new Table.Column<>(
                                "has",
                                "",
                                n -> Html.each(
                                        Collections.nCopies(1000, "x"), x -> el("b", attr("class", "x"), text(x)))),
                        new Table.Column<>("end", "", n -> text("end-" + n))));
        List<Integer> rows = IntStream.range(0, Table.ROWS).boxed().toList();
        String html = Html.render(table.render(
                Address.of("/o/demo/things"),
                new Rows.Wanted("", false, 0, Table.ROWS),
                new Rows.Slice<>(rows, Table.ROWS)));
        assertThat(html.length()).isLessThan(Table.ROWS * (Table.ROW_CHARS_MAX + 1024));
        assertThat(html).contains("thing-0", "thing-49", "end-0", "end-49", "too long to show: ");
        wellFormed(html);
        String whole = Html.render(Table.whole(
                "all",
                List.of("one"),
                Collections.nCopies(100_000, List.of(text("a value that is not so short at all")))));
        assertThat(whole.length()).isLessThan(Html.LIST_CHARS_MAX + 4096);
        assertThat(whole).containsPattern("[0-9]+ more, too long to show together");
        wellFormed(whole);
    }

    @Test
    void aPageHasAnEnd() {
        Html.Node[] parts = IntStream.range(0, 40)
                .mapToObj(n -> el("section", Html.each(Collections.nCopies(30, megabyte('a')), Html::text)))
                .toArray(Html.Node[]::new);
        String html = Frame.bare("Long").render(parts);
        assertThat(html.length()).isLessThan(Frame.PAGE_CHARS_MAX + 40 * 128 + FRAME_CHARS);
        assertThat(html).contains("This part of the page is too long to be shown.", "</footer>");
        wellFormed(html);
    }
}
