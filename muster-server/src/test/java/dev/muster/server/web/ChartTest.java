package dev.muster.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A figure shows its numbers to the eye, to the ear and as a table, and brings no style of its own. */
class ChartTest {
    private static Chart chart(Chart.Line... lines) {
        return new Chart("trust", "Trust", "2 of 3 at the end.", List.of("10:00", "11:00"), List.of(lines));
    }

    private static final Chart TRUST =
            chart(new Chart.Line("trusted", "good", List.of(3L, 2L)), new Chart.Line("held", "bad", List.of(0L, 1L)));

    @Test
    void areasStandOnTopOfEachOtherAndHoldUntilTheNextPoint() {
        String html = Html.render(TRUST.areas());
        // 40 high for 3 devices; the second step begins in the middle
        assertThat(html)
                .contains("class=\"good\" d=\"M0 40V0H50V13.33H100V40H50V40H0Z\"")
                .contains("class=\"bad\" d=\"M0 0V0H50V0H100V13.33H50V0H0Z\"");
    }

    @Test
    void columnsAreAsHighAsTheirNumbers() {
        String html = Html.render(TRUST.columns());
        assertThat(html)
                .contains("<rect class=\"good\" x=\"55\" y=\"13.33\" width=\"40\" height=\"26.67\">")
                .contains("<rect class=\"bad\" x=\"55\" y=\"0\" width=\"40\" height=\"13.33\">")
                .doesNotContain("height=\"0\"");
        assertThat(html).contains("<b>3</b> 10:00").contains("<b>3</b> 11:00");
    }

    @Test
    void whoDoesNotSeeItHasTitleSentenceAndTable() {
        for (Html.Node shape : List.of(TRUST.areas(), TRUST.columns())) {
            assertThat(Html.render(shape))
                    .contains("role=\"img\" aria-labelledby=\"trust-title trust-desc\"")
                    .contains("<title id=\"trust-title\">Trust</title>")
                    .contains("<desc id=\"trust-desc\">2 of 3 at the end.</desc>")
                    .contains("<th scope=\"row\">11:00</th><td>2</td><td>1</td>")
                    .contains("<title>11:00: 2 trusted, 1 held</title>")
                    .contains("<figure class=\"chart\" id=\"trust\">");
        }
    }

    @Test
    void colourIsNeverAlone() {
        assertThat(Html.render(TRUST.areas()))
                .contains("<span class=\"swatch good\" aria-hidden=\"true\"></span>trusted 2")
                .contains("<span class=\"swatch bad\" aria-hidden=\"true\"></span>held 1");
    }

    @Test
    void sharesAreOneBarWithAKey() {
        assertThat(Html.render(TRUST.shares()))
                .contains("aria-label=\"2 of 3 at the end.\"", "width=\"100.000\"", "trusted 2");
    }

    /** The policy of the console refuses styles that stand in a page. */
    @Test
    void nothingOfItIsAStyleOrAScript() {
        Pattern forbidden = Pattern.compile("style=|<script|<style|onclick|url\\(");
        Stream.of(TRUST.areas(), TRUST.columns(), TRUST.shares(), Chart.empty("a", "A", "Not yet."))
                .map(Html::render)
                .forEach(html -> assertThat(html).doesNotContainPattern(forbidden));
    }

    @Test
    void nothingAtAllIsDrawnAsNothing() {
        String html = Html.render(
                chart(new Chart.Line("refused", "bad", List.of(0L, 0L))).areas());
        assertThat(html).doesNotContain("NaN", "Infinity").doesNotContain("class=\"bad\" d=");
        assertThat(Html.render(Chart.empty("a", "Trust", "Nothing yet."))).contains("Nothing yet.");
    }

    @Test
    void theScaleEndsWithANumberThatPeopleRead() {
        assertThat(scale(7)).isEqualTo("7");
        assertThat(scale(11)).isEqualTo("12");
        assertThat(scale(163)).isEqualTo("180");
        assertThat(scale(4_321)).isEqualTo("5\u202f000");
    }

    private static String scale(long most) {
        String html = Html.render(
                chart(new Chart.Line("a", "good", List.of(0L, most))).areas());
        return html.substring(
                html.indexOf("<span>", html.indexOf("class=\"scale\"")) + 6, html.indexOf("</span><span>0<"));
    }

    @Test
    void aPictureOfTheLargestSizeIsSmall() {
        List<Long> many = Collections.nCopies(Chart.POINTS_MAX, 99_999L);
        List<String> points = Collections.nCopies(Chart.POINTS_MAX, "29 Nov 10:00");
        Chart chart = new Chart(
                "a",
                "A",
                "A.",
                points,
                List.of(
                        new Chart.Line("trusted", "good", many),
                        new Chart.Line("not trusted", "fair", many),
                        new Chart.Line("held", "bad", many)));
        assertThat(Html.render(chart.areas()).length()).isLessThan(25_000);
    }

    @Test
    void aLineHasANumberForEachPoint() {
        assertThatThrownBy(() -> chart(new Chart.Line("a", "good", List.of(1L))))
                .isInstanceOf(IllegalArgumentException.class);
        List<Long> many = Collections.nCopies(Chart.POINTS_MAX + 1, 1L);
        List<String> points = Collections.nCopies(Chart.POINTS_MAX + 1, "x");
        assertThatThrownBy(() -> new Chart("a", "A", "A.", points, List.of(new Chart.Line("a", "good", many))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
