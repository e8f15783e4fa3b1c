package dev.muster.server.web;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Pictures made on the server, so that a page and its print show the same. Each says in words what it shows. */
public final class Plot {
    private static final double WIDTH = 100;

    private Plot() {}

    /**
     * A part of a whole.
     *
     * @param tone {@code good}, {@code fair} or {@code bad}
     */
    public record Share(String tone, long count) {}

    /**
     * Something that happened.
     *
     * @param tone as of a share
     */
    public record Mark(Instant at, String tone) {}

    /**
     * A bar of shares.
     *
     * @param words what it shows, for who does not see it
     */
    public static Html.Node bar(List<Share> shares, String words) {
        double total = Math.max(1, shares.stream().mapToLong(Share::count).sum());
        List<Html.Node> slices = new ArrayList<>();
        double from = 0;
        for (Share share : shares) {
            double width = share.count() * WIDTH / total;
            slices.add(box(share.tone(), from, width));
            from += width;
        }
        return picture("bar", words, slices);
    }

    /**
     * Marks on a line of time that ends now.
     *
     * @param words what it shows, for who does not see it
     */
    public static Html.Node line(List<Mark> marks, Instant from, Instant now, String words) {
        double span = Math.max(1, Duration.between(from, now).toMillis());
        List<Html.Node> drawn = new ArrayList<>();
        for (Mark mark : marks) {
            double at = Duration.between(from, mark.at()).toMillis() / span;
            if (at >= 0 && at <= 1) {
                drawn.add(box(mark.tone(), at * (WIDTH - MARK_WIDTH), MARK_WIDTH));
            }
        }
        return picture("line", words, drawn);
    }

    private static final double MARK_WIDTH = 0.6;

    private static Html.Node picture(String kind, String words, List<Html.Node> parts) {
        return el(
                "svg",
                attr("class", kind),
                attr("viewBox", "0 0 100 3"),
                attr("preserveAspectRatio", "none"),
                attr("role", "img"),
                attr("aria-label", words),
                Html.all(parts));
    }

    private static Html.Node box(String tone, double x, double width) {
        return el(
                "rect",
                attr("class", tone),
                attr("x", decimal(x)),
                attr("y", "0"),
                attr("width", decimal(width)),
                attr("height", "3"));
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
