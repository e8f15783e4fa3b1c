package dev.muster.server.console;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.devices.OrderClosed;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Shown;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What was asked of a device, why, and what came of it. The outcome is the device's word, or ours when nobody answered. */
final class OrdersPanel {
    /** Closed orders shown; all of them are on the timeline and in {@code muster log ls}. */
    static final int CLOSED_SHOWN = 20;

    private OrdersPanel() {}

    /** @param orders the open ones first, as {@link DeviceOrder#of} gives them */
    static Html.Node render(Frame frame, List<DeviceOrder> orders, Instant now) {
        if (orders.isEmpty()) {
            return Html.Node.NOTHING;
        }
        long open = orders.stream().filter(DeviceOrder::open).count();
        List<DeviceOrder> closed = orders.stream()
                .filter(order -> !order.open())
                .limit(CLOSED_SHOWN)
                .toList();
        return el(
                "section",
                attr("class", "orders"),
                attr("id", "orders"),
                el("h2", "Orders: " + open + " open, " + (orders.size() - open) + " closed"),
                open == 0
                        ? Html.Node.NOTHING
                        : table(frame, orders.stream().filter(DeviceOrder::open).toList(), now),
                closed.isEmpty()
                        ? Html.Node.NOTHING
                        : el(
                                "details",
                                el("summary", "What it was asked before, and what came of it"),
                                table(frame, closed, now)));
    }

    private static Html.Node table(Frame frame, List<DeviceOrder> shown, Instant now) {
        return el(
                "div",
                attr("class", "rows"),
                el(
                        "table",
                        el(
                                "thead",
                                el(
                                        "tr",
                                        column("Order"),
                                        column("State"),
                                        column("Because"),
                                        column("Asked"),
                                        column("Ended"),
                                        column("What was said"))),
                        el("tbody", Html.each(shown, order -> row(frame, order, now)))));
    }

    private static Html.Node row(Frame frame, DeviceOrder order, Instant now) {
        return el(
                "tr",
                el(
                        "th",
                        attr("scope", "row"),
                        text(order.order().kind().word() + " " + order.order().order())),
                el("td", attr("data-label", "State"), Shown.badge(order.state())),
                el(
                        "td",
                        attr("data-label", "Because"),
                        text(order.order().because() + ", by " + order.asked().issuer())),
                el(
                        "td",
                        attr("data-label", "Asked"),
                        Shown.time(order.asked().effectiveAt(), now),
                        text(" "),
                        EntryPage.link(frame, order.asked().index())),
                el("td", attr("data-label", "Ended"), ended(frame, order, now)),
                el(
                        "td",
                        attr("data-label", "Said"),
                        text(order.end().map(end -> words(end.closed())).orElse(""))));
    }

    /** When it ended; for an open order until when the device may begin. */
    private static Html.Node ended(Frame frame, DeviceOrder order, Instant now) {
        return order.end()
                .map(end -> el(
                        "span",
                        Shown.time(end.entry().effectiveAt(), now),
                        text(" "),
                        EntryPage.link(frame, end.entry().index())))
                .orElseGet(() -> el(
                        "time",
                        attr("datetime", order.order().expiresAt().toString()),
                        text("good until " + Shown.exact(order.order().expiresAt()))));
    }

    private static String words(OrderClosed closed) {
        String said = String.join(
                ": ",
                Stream.of(closed.reason(), closed.detail())
                        .filter(part -> !part.isEmpty())
                        .toList());
        return closed.strength().isEmpty() ? said : said + (said.isEmpty() ? "" : ", ") + closed.strength();
    }

    private static Html.Node column(String name) {
        return el("th", attr("scope", "col"), text(name));
    }
}
