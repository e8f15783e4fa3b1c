package dev.muster.server.governance;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.governance.Budgets;
import dev.muster.core.governance.Money;
import dev.muster.server.web.Address;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Plot;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was planned, what was spent, and what is left: by category, by line, and by year. */
record BudgetPage(Frame frame, List<Budgets.Line> lines) {
    String render() {
        List<Budgets.Sum> sums = Budgets.sums(lines);
        long over = lines.stream().filter(line -> line.left() < 0).count();
        return frame.render(
                el("h1", heading(sums, over)),
                el(
                        "p",
                        text("Plans are spread evenly over the lifetime of what was bought; “by now” is what the plan"
                                + " would have spent today. Amounts without a code are in the organisation's own currency;"
                                + " those of two currencies are never added, but by the rate recorded with a cost. "),
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
        Map<String, Long> left = new TreeMap<>();
        sums.forEach(sum -> left.merge(sum.currency(), sum.planned() - sum.spent(), Long::sum));
        return sums.isEmpty()
                ? "Nothing is planned"
                : left.entrySet().stream()
                                .map(one -> amount(one.getValue(), one.getKey()))
                                .collect(Collectors.joining(" and "))
                        + " of the plan is left";
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
                                money(sum.planned(), sum.currency()),
                                money(sum.byNow(), sum.currency()),
                                money(sum.spent(), sum.currency()),
                                money(sum.planned() - sum.spent(), sum.currency()),
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
                                        attr(
                                                "href",
                                                frame.to("governance/budget-line/" + Address.segment(line.id()))
                                                        .toString()),
                                        text(line.id())),
                                line.left() < 0 ? Shown.badge("overspent", "bad") : Shown.badge(line.state()),
                                text(line.category()),
                                text(line.deviceClass()),
                                money(line.planned(), line.currency()),
                                line.devices() == 0
                                        ? text("–")
                                        : money(line.planned() / line.devices(), line.currency()),
                                money(line.byNow(), line.currency()),
                                money(line.spent(), line.currency()),
                                money(line.left(), line.currency())))
                        .toList());
    }

    private Html.Node years() {
        Map<String, Map<Integer, Budgets.Year>> years = new TreeMap<>();
        Budgets.planned(lines)
                .forEach(line -> line.years()
                        .forEach(year -> years.computeIfAbsent(line.currency(), _ -> new TreeMap<>())
                                .merge(
                                        year.year(),
                                        year,
                                        (a, b) -> new Budgets.Year(
                                                a.year(), a.planned() + b.planned(), a.spent() + b.spent()))));
        List<List<Html.Node>> rows = new ArrayList<>();
        years.forEach((currency, all) -> all.values()
                .forEach(year -> rows.add(List.of(
                        text("" + year.year()),
                        money(year.planned(), currency),
                        money(year.spent(), currency),
                        money(year.planned() - year.spent(), currency),
                        part(year.spent(), year.planned())))));
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

    private static Html.Node money(long units, String currency) {
        return el("span", attr("class", "count"), text(amount(units, currency)));
    }

    /** {@code 1,234.50 EUR}; without a code for the organisation's own currency. */
    static String amount(long units, String currency) {
        BigDecimal amount = BigDecimal.valueOf(Math.abs(units), Money.digits(currency));
        return (units < 0 ? "−" : "")
                + String.format(Locale.ROOT, "%,." + amount.scale() + "f", amount)
                + (currency.isEmpty() ? "" : " " + currency);
    }
}
