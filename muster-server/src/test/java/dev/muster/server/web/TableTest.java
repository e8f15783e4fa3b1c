package dev.muster.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tables hold a page of rows, and every view of them is a URL. */
class TableTest {
    private static final List<Integer> NUMBERS = IntStream.range(0, 120).boxed().toList();

    private static final Table<Integer> TABLE = new Table<>(
            "Numbers",
            List.of(
                    new Table.Column<>("Number", "number", n -> Html.text("n" + n)),
                    new Table.Column<>("Half", "", n -> Html.text("h" + n / 2))));

    private static Rows.Slice<Integer> slice(Rows.Wanted wanted) {
        return Rows.of(NUMBERS, n -> n != 7, Map.of("number", Comparator.<Integer>naturalOrder()))
                .of(wanted);
    }

    private static String html(Address here, Rows.Wanted wanted) {
        return Html.render(TABLE.render(here, wanted, slice(wanted)));
    }

    @Test
    void aPageHasAtMostSoManyRowsAndSaysWhich() {
        Rows.Wanted first = new Rows.Wanted("", false, 0, Table.ROWS);
        String page = html(Address.of("/x"), first);
        assertThat(slice(first).total()).isEqualTo(119);
        assertThat(page).contains("n0<", "n50<", "1 to 50 of 119", "Next").doesNotContain("n51<", "n7<", "Previous");
        assertThat(html(Address.of("/x"), new Rows.Wanted("", false, 2, Table.ROWS)))
                .contains("101 to 119 of 119", "Previous")
                .doesNotContain("Next");
        assertThat(html(Address.of("/x"), new Rows.Wanted("", false, 9, Table.ROWS)))
                .contains("no rows here; 119 in all", "Previous");
    }

    @Test
    void orderPageAndFilterStayInTheUrl() {
        Address here = Address.of("/o/demo/").with("q", "a&b").with("state", "");
        String page = html(here, new Rows.Wanted("number", true, 1, Table.ROWS));
        assertThat(page)
                .contains("aria-sort=\"descending\"", "n69<")
                .contains("/o/demo/?page=3&amp;q=a%26b&amp;sort=-number")
                .contains("/o/demo/?q=a%26b&amp;sort=-number")
                .contains("/o/demo/?q=a%26b&amp;sort=number")
                .doesNotContain("state=");
    }

    @Test
    void aCellSaysItsColumnForNarrowScreens() {
        assertThat(html(Address.of("/x"), new Rows.Wanted("", false, 0, 3))).contains("data-label=\"Half\"");
    }

    @Test
    void aDangerousActSaysWhatHappensAndWantsAReason() {
        assertThat(Html.render(
                        new Act("Quarantine", "cam-1 is cut off.", "/api/v1/demo/devices/cam-1/quarantine").render()))
                .contains("cam-1 is cut off.", "required=\"\"", "name=\"reason\"", "data-post=\"/api/v1/demo/")
                .startsWith("<details");
    }

    @Test
    void picturesSayInWordsWhatTheyShow() {
        String bar = Html.render(
                Plot.bar(List.of(new Plot.Share("good", 3), new Plot.Share("bad", 1)), "3 trusted, 1 held"));
        assertThat(bar).contains("aria-label=\"3 trusted, 1 held\"", "width=\"75.000\"", "x=\"75.000\"");
    }
}
