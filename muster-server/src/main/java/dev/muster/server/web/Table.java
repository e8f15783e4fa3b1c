package dev.muster.server.web;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.server.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A table over bounded rows: its heads sort, its foot pages, and the order and page are in the URL. On a narrow screen
 * each row becomes a card whose cells say which column they are.
 *
 * @param caption what the rows are
 * @param columns the first one heads the row
 */
public record Table<T>(String caption, List<Column<T>> columns) {
    /** Enough to look around in, and a few tens of KiB. */
    public static final int ROWS = 50;

    /** Of so many columns two stand side by side on a narrow screen. */
    private static final int DENSE = 6;

    /** What one row may come to, so that each of them is on its page whatever stands in the others. */
    static final int ROW_CHARS_MAX = 16 * 1024;

    /** A page beyond this is asked for by no person. */
    private static final int PAGES_MAX = 1_000_000;

    /** @param key what sorts by it in the URL; empty when nothing can */
    public record Column<T>(String title, String key, Function<T, Html.Node> cell) {}

    public Table {
        columns = List.copyOf(columns);
    }

    /** What the query asks for: {@code sort}, with a leading minus when falling, and {@code page} from 1. */
    public static Rows.Wanted wanted(Request request) {
        String sort = request.query("sort").orElse("");
        boolean falling = sort.startsWith("-");
        int page = (int) request.query("page", 1, 1, PAGES_MAX) - 1;
        return new Rows.Wanted(falling ? sort.substring(1) : sort, falling, page, ROWS);
    }

    /** @param here the page's own address with its filters, to which order and page are added */
    public Html.Node render(Address here, Rows.Wanted wanted, Rows.Slice<T> slice) {
        return el(
                "div",
                attr("class", columns.size() < DENSE ? "rows" : "rows dense"),
                el(
                        "table",
                        el("caption", caption),
                        el("thead", el("tr", Html.each(columns, column -> head(here, wanted, column)))),
                        el("tbody", Html.each(slice.rows(), this::row))),
                foot(here, wanted, slice));
    }

    /**
     * A few rows that are all shown, under a heading of their own; "None." where there is none.
     *
     * @param rows each with as many cells as there are heads
     */
    public static Html.Node whole(String title, List<String> heads, List<List<Html.Node>> rows) {
        if (rows.isEmpty()) {
            return el("section", el("h2", title), el("p", "None."));
        }
        List<Column<List<Html.Node>>> columns = new ArrayList<>();
        for (int i = 0; i < heads.size(); i++) {
            int at = i;
            columns.add(new Column<>(heads.get(i), "", row -> row.get(at)));
        }
        Table<List<Html.Node>> table = new Table<>(title, columns);
        return el(
                "section",
                el("h2", title),
                el(
                        "div",
                        attr("class", "rows"),
                        el(
                                "table",
                                el(
                                        "thead",
                                        el("tr", Html.each(heads, head -> el("th", attr("scope", "col"), text(head))))),
                                el(
                                        "tbody",
                                        Html.each(
                                                rows,
                                                table::row,
                                                left -> el(
                                                        "tr",
                                                        el(
                                                                "td",
                                                                attr("colspan", Integer.toString(heads.size())),
                                                                text(left + " more, too long to show together."))))))));
    }

    private Html.Node head(Address here, Rows.Wanted wanted, Column<T> column) {
        if (column.key().isEmpty()) {
            return el("th", attr("scope", "col"), text(column.title()));
        }
        boolean sorted = column.key().equals(wanted.sort());
        boolean next = sorted && !wanted.falling();
        return el(
                "th",
                attr("scope", "col"),
                attr("aria-sort", !sorted ? "none" : wanted.falling() ? "descending" : "ascending"),
                el(
                        "a",
                        attr(
                                "href",
                                here.with("sort", (next ? "-" : "") + column.key())
                                        .toString()),
                        text(column.title() + (!sorted ? "" : wanted.falling() ? " ↓" : " ↑"))));
    }

    private Html.Node row(T row) {
        List<Html.Node> contents =
                columns.stream().map(column -> column.cell().apply(row)).toList();
        List<Html.Node> cells = new ArrayList<>();
        int left = ROW_CHARS_MAX;
        for (int i = 0; i < columns.size(); i++) {
            Html.Node content = contents.get(i);
            int length = Html.length(content);
            // Markup cannot be cut: a cell is there, or a word about it.
            Html.Node shown = length > left ? text("too long to show: " + length + " characters") : content;
            left -= Html.length(shown);
            cells.add(el(
                    i == 0 ? "th" : "td",
                    i == 0
                            ? attr("scope", "row")
                            : attr("data-label", columns.get(i).title()),
                    shown));
        }
        return el("tr", Html.all(cells));
    }

    private static Html.Node foot(Address here, Rows.Wanted wanted, Rows.Slice<?> slice) {
        if (slice.total() <= wanted.size() && wanted.page() == 0) {
            return Html.Node.NOTHING;
        }
        Address sorted =
                wanted.sort().isEmpty() ? here : here.with("sort", (wanted.falling() ? "-" : "") + wanted.sort());
        long last = Math.max(0, (slice.total() - 1) / wanted.size());
        String which = slice.rows().isEmpty()
                ? "no rows here; " + slice.total() + " in all"
                : (wanted.skip() + 1) + " to " + (wanted.skip() + slice.rows().size()) + " of " + slice.total();
        return el(
                "nav",
                attr("class", "pages"),
                attr("aria-label", "Pages"),
                wanted.page() == 0 ? Html.Node.NOTHING : link(sorted, Math.min(wanted.page(), last + 1), "Previous"),
                el("span", which),
                wanted.page() >= last ? Html.Node.NOTHING : link(sorted, wanted.page() + 2L, "Next"));
    }

    private static Html.Node link(Address sorted, long page, String word) {
        String number = page <= 1 ? "" : Long.toString(page);
        return el("a", attr("href", sorted.with("page", number).toString()), text(word));
    }
}
