package dev.muster.server.web;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Numbers as a figure: a picture with a title and a sentence for who does not see it, a key that names each colour and
 * says its newest number, and the same numbers as a table. Drawn on the server without a style of its own, so that the
 * page, its print and its dark dress show one picture.
 *
 * @param id of the figure, once on a page: what a reader opened in it stays open when the page renews itself
 * @param title what is counted, of what
 * @param words what the picture shows, in one sentence
 * @param points what stands below each number, from the left
 * @param lines each with as many numbers as there are points
 */
public record Chart(String id, String title, String words, List<String> points, List<Line> lines) {
    /** More than a screen has room for side by side, and as many rows as a table may have that nobody asked for. */
    static final int POINTS_MAX = 62;

    private static final double WIDTH = 100;
    private static final double HEIGHT = 40;

    /** Of a column's room, so that there is air between two. */
    private static final double COLUMN = 0.8;

    /** So many columns still have room for a label each, on a phone too. */
    private static final int LABELS_MOST = 9;

    /**
     * One colour.
     *
     * @param tone {@code good}, {@code fair}, {@code bad}, {@code plain}, {@code info} or {@code grade1} to {@code grade6}
     */
    public record Line(String name, String tone, List<Long> values) {
        public Line {
            values = List.copyOf(values);
        }
    }

    public Chart {
        points = List.copyOf(points);
        lines = List.copyOf(lines);
        for (Line line : lines) {
            if (line.values().size() != points.size() || points.size() > POINTS_MAX) {
                throw new IllegalArgumentException(
                        line.values().size() + " numbers of " + line.name() + " for " + points.size() + " points");
            }
        }
    }

    /** In the place of a picture that has nothing to show yet. */
    public static Html.Node empty(String id, String title, String why) {
        return el(
                "figure",
                attr("class", "chart"),
                attr("id", id),
                el("figcaption", el("h2", title)),
                el("p", attr("class", "next"), text(why)));
    }

    /** Amounts that go on from point to point, one on top of the other. */
    public Html.Node areas() {
        long top = top();
        List<Html.Node> drawn = new ArrayList<>(grid());
        long[] below = new long[points.size()];
        for (Line line : lines) {
            long[] above = new long[points.size()];
            for (int i = 0; i < above.length; i++) {
                above[i] = below[i] + line.values().get(i);
            }
            if (line.values().stream().anyMatch(value -> value > 0)) {
                drawn.add(el("path", attr("class", line.tone()), attr("d", band(below, above, top))));
            }
            below = above;
        }
        return figure(top, drawn, ends(), false);
    }

    /** One column for each point; of several lines, one on top of the other. */
    public Html.Node columns() {
        long top = top();
        double room = WIDTH / Math.max(1, points.size());
        List<Html.Node> drawn = new ArrayList<>(grid());
        for (int i = 0; i < points.size(); i++) {
            double y = HEIGHT;
            for (Line line : lines) {
                double height = line.values().get(i) * HEIGHT / top;
                y -= height;
                if (height > 0) {
                    drawn.add(box(line.tone(), i * room + room * (1 - COLUMN) / 2, y, room * COLUMN, height));
                }
            }
        }
        boolean kinds = points.size() <= LABELS_MOST;
        return figure(top, drawn, kinds ? each() : ends(), kinds);
    }

    /** Parts of a whole: the first number of each line. */
    public Html.Node shares() {
        List<Plot.Share> shares = lines.stream()
                .map(line -> new Plot.Share(line.tone(), line.values().getFirst()))
                .toList();
        return el(
                "figure",
                attr("class", "chart"),
                attr("id", id),
                el("figcaption", el("h2", title)),
                Plot.bar(shares, words),
                key(false));
    }

    /** The highest column, rounded up so that the axis bears a number that people read. */
    private long top() {
        long most = 1;
        for (int i = 0; i < points.size(); i++) {
            long sum = 0;
            for (Line line : lines) {
                sum += line.values().get(i);
            }
            most = Math.max(most, sum);
        }
        long unit = 1;
        while (unit * 10 <= most) {
            unit *= 10;
        }
        long step = most <= 2 * unit && unit >= 10 ? unit / 5 : unit;
        return (most + step - 1) / step * step;
    }

    private static List<Html.Node> grid() {
        return List.of(el("path", attr("class", "grid"), attr("d", "M0 0H100M0 20H100")));
    }

    /** Each point's amount holds until the next one. */
    private String band(long[] below, long[] above, long top) {
        double room = WIDTH / points.size();
        StringBuilder path = new StringBuilder("M0 ").append(y(below[0], top));
        for (int i = 0; i < above.length; i++) {
            path.append('V').append(y(above[i], top)).append('H').append(decimal((i + 1) * room));
        }
        for (int i = below.length - 1; i >= 0; i--) {
            path.append('V').append(y(below[i], top)).append('H').append(decimal(i * room));
        }
        return path.append('Z').toString();
    }

    private static String y(long value, long top) {
        return decimal(HEIGHT - value * HEIGHT / top);
    }

    private Html.Node figure(long top, List<Html.Node> drawn, Html.Node below, boolean kinds) {
        List<Html.Node> all = new ArrayList<>(drawn);
        double room = WIDTH / Math.max(1, points.size());
        for (int i = 0; i < points.size(); i++) {
            all.add(el(
                    "rect",
                    attr("class", "point"),
                    attr("x", decimal(i * room)),
                    attr("y", "0"),
                    attr("width", decimal(room)),
                    attr("height", decimal(HEIGHT)),
                    el("title", at(i))));
        }
        Html.Node picture = el(
                "svg",
                attr("viewBox", "0 0 100 40"),
                attr("preserveAspectRatio", "none"),
                attr("role", "img"),
                attr("aria-labelledby", id + "-title " + id + "-desc"),
                el("title", attr("id", id + "-title"), text(title)),
                el("desc", attr("id", id + "-desc"), text(words)),
                Html.all(all));
        return el(
                "figure",
                attr("class", "chart"),
                attr("id", id),
                el("figcaption", el("h2", title)),
                key(kinds),
                el(
                        "div",
                        attr("class", "plot"),
                        el("div", attr("class", "scale"), el("span", number(top)), el("span", "0")),
                        picture,
                        below),
                table());
    }

    private String at(int i) {
        StringBuilder said = new StringBuilder(points.get(i)).append(':');
        for (Line line : lines) {
            said.append(' ')
                    .append(number(line.values().get(i)))
                    .append(' ')
                    .append(line.name())
                    .append(',');
        }
        return said.substring(0, said.length() - 1);
    }

    /** Which colour is what, with the newest number of each; where the points are {@code kinds}, with their sum. */
    private Html.Node key(boolean kinds) {
        if (lines.size() < 2) {
            return Html.Node.NOTHING;
        }
        return el(
                "p",
                attr("class", "key"),
                Html.each(
                        lines,
                        line -> el(
                                "span",
                                el("span", attr("class", "swatch " + line.tone()), attr("aria-hidden", "true")),
                                text(line.name() + " "
                                        + number(
                                                kinds
                                                        ? all(line)
                                                        : line.values().getLast())))));
    }

    private static long all(Line line) {
        return line.values().stream().mapToLong(Long::longValue).sum();
    }

    private Html.Node ends() {
        return el(
                "div",
                attr("class", "ends"),
                el("span", points.getFirst()),
                points.size() > 1 ? el("span", points.getLast()) : Html.Node.NOTHING);
    }

    private Html.Node each() {
        return el(
                "div",
                attr("class", "each"),
                Html.each(
                        IntStream.range(0, points.size()).boxed().toList(),
                        i -> el("span", el("b", number(sum(i))), text(" " + points.get(i)))));
    }

    private long sum(int i) {
        return lines.stream().mapToLong(line -> line.values().get(i)).sum();
    }

    /** The newest first, as one reads what happened. */
    private Html.Node table() {
        List<Integer> rows = IntStream.range(0, points.size())
                .mapToObj(i -> points.size() - 1 - i)
                .toList();
        return el(
                "details",
                el("summary", "These numbers"),
                el(
                        "table",
                        el("caption", title),
                        el(
                                "thead",
                                el(
                                        "tr",
                                        el("td", ""),
                                        Html.each(lines, line -> el("th", attr("scope", "col"), text(line.name()))))),
                        el("tbody", Html.each(rows, i -> row(points.get(i), i)))));
    }

    private Html.Node row(String point, int i) {
        return el(
                "tr",
                el("th", attr("scope", "row"), text(point)),
                Html.each(lines, line -> el("td", number(line.values().get(i)))));
    }

    private static Html.Node box(String tone, double x, double y, double width, double height) {
        return el(
                "rect",
                attr("class", tone),
                attr("x", decimal(x)),
                attr("y", decimal(y)),
                attr("width", decimal(width)),
                attr("height", decimal(height)));
    }

    /** With a narrow space between thousands, at which no line breaks. */
    public static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202f');
    }

    private static String decimal(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        String whole = text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
        return whole.equals("-0") ? "0" : whole;
    }
}
