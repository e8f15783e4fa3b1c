package dev.muster.server.joining;

import static dev.muster.server.web.Html.el;

import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Rows;
import dev.muster.server.web.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The time at which somebody looks at who may join: what is past is read, and nothing can be done about it.
 *
 * @param now the second that is shown
 */
record JoiningView(Frame frame, Instant now) {
    boolean past() {
        return frame.asOf().isPresent();
    }

    /** What an operator can do. */
    Html.Node act(PageForm form) {
        return past() ? Html.Node.NOTHING : form.render();
    }

    /** A table; what can be done about each of its lines stands in the last column. */
    <T> Html.Node section(
            String title, String none, List<T> all, List<Table.Column<T>> columns, Table.Column<T> change) {
        return section(
                title,
                none,
                all,
                past()
                        ? columns
                        : Stream.concat(columns.stream(), Stream.of(change)).toList());
    }

    <T> Html.Node section(String title, String none, List<T> all, List<Table.Column<T>> columns) {
        if (all.isEmpty()) {
            return Html.all(List.of(el("h2", title), el("p", none)));
        }
        Rows.Wanted wanted = new Rows.Wanted("", false, 0, Math.max(Table.ROWS, all.size()));
        Rows<T> rows = Rows.of(all, _ -> true, Map.of());
        Html.Node table = new Table<>(title, columns).render(frame.to(JoiningPage.PLACE), wanted, rows.of(wanted));
        return Html.all(List.of(el("h2", title), table));
    }
}
