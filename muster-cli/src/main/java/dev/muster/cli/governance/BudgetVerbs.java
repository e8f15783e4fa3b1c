package dev.muster.cli.governance;

import dev.muster.cli.ListVerb;
import dev.muster.cli.api.ApiClient;
import dev.muster.core.governance.Money;
import java.math.BigDecimal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code muster budget}: plan against actual, over the lifetime. */
@Command(
        name = "budget",
        description = "Budget lines and costs: plan against actual, over the lifetime.",
        subcommands = {BudgetVerbs.Report.class, BudgetVerbs.Cost.class},
        footer = {
            "%nAmounts are whole numbers of the smallest unit: cents of EUR, yen of JPY. A line's currency is an ISO"
                    + " 4217 code, or none for your own; a cost in another says the rate: currency=USD rate=\"0.92 EUR\".",
            "Example:",
            "  muster budget begin b-1 category=security device-class=camera planned=9000000 lifetime=\"8 years\""
                    + " from=2027-01-01T00:00:00Z until=2035-01-01T00:00:00Z devices=30",
            "  muster budget cost begin k-1 line=b-1 amount=120000 spent-at=2027-02-01T00:00:00Z voucher=\"invoice"
                    + " 77\"",
            "  muster budget cost act k-1 book",
            "  muster budget report"
        })
final class BudgetVerbs extends Kind {
    BudgetVerbs() {
        super("budget-line", "category", "device-class", "planned", "currency", "lifetime");
    }

    /** Costs. */
    @Command(name = "cost", description = "Costs: entered, booked by another person, reversed.")
    static final class Cost extends Kind {
        Cost() {
            super("cost", "line", "amount", "currency", "spent-at", "voucher");
        }
    }

    /** Plan and actual. */
    @Command(
            name = "report",
            description = "Show what was planned, what the plan would have spent by now, what was spent, what is left.",
            footer = "%n--json has every line's years.")
    static final class Report extends ListVerb {
        @Option(
                names = "--category",
                paramLabel = "NAME",
                defaultValue = "",
                description = "Only purchase, maintenance, operation, security or disposal.")
        private String category = "";

        @Option(names = "--lines", description = "A row for each line, not for each category.")
        private boolean lines;

        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("governance/budget")).path(lines ? "lines" : "categories");
        }

        @Override
        protected boolean wanted(JsonNode row) {
            return category.isEmpty() || category.equals(row.path("category").asString());
        }

        @Override
        protected List<Column> columns() {
            Column left = new Column(
                    "LEFT",
                    row -> amount(
                            row.path("planned").asLong() - row.path("spent").asLong(),
                            row.path("currency").asString("")));
            return lines
                    ? List.of(
                            Column.of("LINE", "id"),
                            Column.of("STATE", "state"),
                            Column.of("CATEGORY", "category"),
                            Column.of("FOR", "deviceClass"),
                            money("PLANNED", "planned"),
                            money("BY NOW", "byNow"),
                            money("SPENT", "spent"),
                            left)
                    : List.of(
                            Column.of("CATEGORY", "category"),
                            money("PLANNED", "planned"),
                            money("BY NOW", "byNow"),
                            money("SPENT", "spent"),
                            left);
        }

        private static Column money(String title, String member) {
            return new Column(
                    title,
                    row -> amount(
                            row.path(member).asLong(), row.path("currency").asString("")));
        }

        private static String amount(long units, String currency) {
            return BigDecimal.valueOf(units, Money.digits(currency)).toPlainString()
                    + (currency.isEmpty() ? "" : " " + currency);
        }
    }
}
