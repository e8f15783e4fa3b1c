package dev.muster.server.governance;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.governance.Budgets;
import dev.muster.server.web.Address;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Plot;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What was planned, what was spent, and what is left: by category, by line, and by year. */
record BudgetPage(Frame frame, List<Budgets.Line> lines) {
    private static final long CENTS = 100;

    String render() {
        List<Budgets.Sum> sums = Budgets.sums(lines);
        long over = lines.stream().filter(line -> line.left() < 0).count();
        return frame.render(
                el("h1", heading(sums, over)),
                el(
                        "p",
                        text("Plans are spread evenly over the lifetime of what was bought; “by now” is what the plan"
                                + " would have spent today. Amounts are in the organisation's own currency. "),
                        el("a", attr("href", of("budget-line")), text("Budget lines")),
                        text(", "),
                        el("a", attr("href", of("cost")), text("costs"))),
                categories(sums),
                each(),
                years());
    }

    private String heading(List<Budgets.Sum> sums, long over) {
        if (over > 0) {
            return over + (over == 1 ? " line is" : " lines are") + " spent beyond the plan";
        }
        long left = sums.stream().mapToLong(sum -> sum.planned() - sum.spent()).sum();
        return sums.isEmpty() ? "Nothing is planned" : amount(left) + " of the plan is left";
    }

    private String of(String machine) {
        return BoardPage.of(frame, machine).toString();
    }

    private static Html.Node categories(List<Budgets.Sum> sums) {
        return Table.whole(
                "By category",
                List.of("Category", "Planned", "By now", "Spent", "Left", "Spent of plan"),
                sums.stream()
                        .map(sum -> List.<Html.Node>of(
                                text(sum.category()),
                                money(sum.planned()),
                                money(sum.byNow()),
                                money(sum.spent()),
                                money(sum.planned() - sum.spent()),
                                part(sum.spent(), sum.planned())))
                        .toList());
    }

    private Html.Node each() {
        return Table.whole(
                "By line",
                List.of("Line", "Stands", "Category", "For", "Planned", "For a device", "By now", "Spent", "Left"),
                lines.stream()
                        .map(line -> List.of(
                                el(
                                        "a",
                                        attr("href", of("budget-line") + "/" + Address.segment(line.id())),
                                        text(line.id())),
                                line.left() < 0 ? Shown.badge("overspent", "bad") : Shown.badge(line.state()),
                                text(line.category()),
                                text(line.deviceClass()),
                                money(line.planned()),
                                line.devices() == 0 ? text("–") : money(line.planned() / line.devices()),
                                money(line.byNow()),
                                money(line.spent()),
                                money(line.left())))
                        .toList());
    }

    private Html.Node years() {
        Map<Integer, Long> planned = new TreeMap<>();
        Map<Integer, Long> spent = new TreeMap<>();
        Budgets.planned(lines)
                .forEach(line -> line.years().forEach(year -> {
                    planned.merge(year.year(), year.planned(), Long::sum);
                    spent.merge(year.year(), year.spent(), Long::sum);
                }));
        List<List<Html.Node>> rows = new ArrayList<>();
        planned.forEach((year, plan) -> {
            long was = spent.getOrDefault(year, 0L);
            rows.add(List.of(text("" + year), money(plan), money(was), money(plan - was), part(was, plan)));
        });
        return Table.whole("By year", List.of("Year", "Planned", "Spent", "Left", "Spent of plan"), rows);
    }

    private static Html.Node part(long spent, long planned) {
        long within = Math.min(spent, planned);
        List<Plot.Share> shares = new ArrayList<>();
        shares.add(new Plot.Share("fair", Math.max(0, within)));
        shares.add(new Plot.Share("plain", Math.max(0, planned - within)));
        shares.add(new Plot.Share("bad", Math.max(0, spent - planned)));
        String words = planned == 0 ? "nothing planned" : Math.round(100.0 * spent / planned) + " % spent";
        return el("div", Plot.bar(shares, words), text(words));
    }

    private static Html.Node money(long cents) {
        return el("span", attr("class", "count"), text(amount(cents)));
    }

    /** {@code 1,234.50}. */
    static String amount(long cents) {
        return String.format(
                Locale.ROOT, "%s%,d.%02d", cents < 0 ? "−" : "", Math.abs(cents) / CENTS, Math.abs(cents) % CENTS);
    }
}
