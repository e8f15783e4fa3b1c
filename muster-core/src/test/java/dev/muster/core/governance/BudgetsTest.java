package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plan against actual: by year over the lifetime, by category, and said once when a line is overspent. */
class BudgetsTest {
    private static final Instant NOW = Instant.parse("2028-01-01T00:00:00Z");

    private static Instance line(String id, String category, String state, String planned) {
        return new Instance(
                Budgets.LINE,
                id,
                state,
                NOW,
                Map.of(
                        "category", category,
                        "device-class", "camera",
                        "planned", planned,
                        "from", "2027-01-01T00:00:00Z",
                        "until", "2029-01-01T00:00:00Z",
                        "devices", "30"),
                List.of());
    }

    @Test
    void aLineIsPlannedEvenlyAndSpentWhenItWas() {
        Budgets.Line line =
                Budgets.line(line("b1", "security", "approved", "90001"), Map.of(2026, 500L, 2027, 50_000L), NOW);
        assertThat(line.years())
                .extracting(Budgets.Year::year, Budgets.Year::spent)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2026, 500L),
                        org.assertj.core.groups.Tuple.tuple(2027, 50_000L),
                        org.assertj.core.groups.Tuple.tuple(2028, 0L));
        assertThat(line.years().stream().mapToLong(Budgets.Year::planned).sum())
                .as("no cent is lost between the years")
                .isEqualTo(90_001);
        // 2028 has a day more than 2027.
        assertThat(line.byNow()).isEqualTo(Math.round(90_001 * 365.0 / 731));
        assertThat(line.spent()).isEqualTo(50_500);
        assertThat(line.left()).isEqualTo(39_501);
        assertThat(line.devices()).isEqualTo(30);
    }

    @Test
    void whatNobodyApprovedIsNoPlan() {
        List<Budgets.Line> lines = List.of(
                Budgets.line(line("b1", "security", "approved", "100"), Map.of(2027, 60L), NOW),
                Budgets.line(line("b2", "security", "closed", "50"), Map.of(), NOW),
                Budgets.line(line("b3", "disposal", "proposed", "900"), Map.of(), NOW));
        assertThat(Budgets.sums(lines)).containsExactly(new Budgets.Sum("security", "", 150, 75, 60));
    }

    @Test
    void aLineOfAnAgeIsNotSpreadOverItsYears() {
        Instance line = new Instance(
                "budget-line",
                "b1",
                "proposed",
                NOW,
                Map.of("planned", "900", "from", "0001-01-01T00:00:00Z", "until", "9999-12-31T00:00:00Z"),
                List.of());
        assertThat(Budgets.line(line, Map.of(2027, 5L), NOW).years()).containsExactly(new Budgets.Year(2027, 0, 5));
    }

    @Test
    void whatWasSpentBeforeThereWereCostsCountsToo() {
        MemoryWorkflows world = new MemoryWorkflows();
        world.grant("ada", "approver");
        world.records.put(
                "budget-line/b1",
                new Instance(
                        "budget-line", "b1", "approved", NOW, Map.of("planned", "1000", "actual", "900"), List.of()));
        world.move(
                "cost", "k1", "open-request", "ann", "line", "b1", "amount", "200", "spent-at", "2026-11-20T00:00:00Z");
        world.move("cost", "k1", "book", "ada", "voucher", "invoice 7");
        GovernanceEvent.Moved moved =
                (GovernanceEvent.Moved) world.entries.getLast().event();
        assertThat(FollowUps.after(world.records.get("cost/k1"), moved, 7, world))
                .singleElement()
                .satisfies(wish -> assertThat(wish.transition()).isEqualTo("overspent"));
    }

    @Test
    void onlyBookedCostsCountAndAReversedOneCountsNoMore() {
        MemoryWorkflows world = new MemoryWorkflows();
        world.grant("ada", "approver");
        world.grant("eve", "approver");
        String[] plan = {
            "category",
            "maintenance",
            "device-class",
            "cam",
            "planned",
            "1000",
            "lifetime",
            "2 years",
            "from",
            "2026-01-01T00:00:00Z",
            "until",
            "2028-01-01T00:00:00Z"
        };
        world.move("budget-line", "b1", "open-request", "ann", plan);
        String[] cost = {"line", "b1", "amount", "700", "spent-at", "2026-11-20T00:00:00Z", "voucher", "invoice 7"};
        world.move("cost", "k1", "open-request", "ann", cost);
        assertThat(world.move("cost", "k1", "book", "ada"))
                .as("the line is not approved")
                .isInstanceOf(Workflows.Answer.Refused.class);
        world.move("budget-line", "b1", "approve", "ada");
        assertThat(world.spent("b1")).isZero();
        assertThat(booked(world, "k1")).isEmpty();
        assertThat(world.spent("b1")).isEqualTo(700);
        world.move("cost", "k2", "open-request", "ann", cost);
        assertThat(booked(world, "k2"))
                .singleElement()
                .satisfies(wish -> assertThat(wish.transition()).isEqualTo("overspent"));
        world.move("cost", "k3", "open-request", "ann", cost);
        assertThat(booked(world, "k3")).as("said once").isEmpty();
        assertThat(world.move("cost", "k2", "reverse", "ada"))
                .as("whoever booked it does not take it back alone")
                .isInstanceOf(Workflows.Answer.Refused.class);
        world.move("cost", "k2", "reverse", "eve");
        assertThat(world.spent("b1")).isEqualTo(1400);
    }

    @Test
    void amountsOfTwoCurrenciesAreNotAdded() {
        Budgets.Line euros = Budgets.line(in("EUR", line("b1", "security", "approved", "100")), Map.of(), NOW);
        Budgets.Line francs = Budgets.line(in("CHF", line("b2", "security", "approved", "70")), Map.of(), NOW);
        assertThat(Budgets.sums(List.of(euros, francs, euros)))
                .extracting(Budgets.Sum::currency, Budgets.Sum::planned)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("CHF", 70L),
                        org.assertj.core.groups.Tuple.tuple("EUR", 200L));
    }

    private static Instance in(String currency, Instance line) {
        return line.with(Map.of("currency", currency));
    }

    @Test
    void aCostInAnotherCurrencyCountsByTheRateThatWasRecordedWithIt() {
        MemoryWorkflows world = new MemoryWorkflows();
        world.grant("ada", "approver");
        Map<String, String> fields = Map.of("planned", "100000", "currency", "EUR");
        world.records.put("budget-line/b1", new Instance("budget-line", "b1", "approved", NOW, fields, List.of()));
        String[] cost = {
            "line", "b1", "amount", "5000", "currency", "JPY", "spent-at", "2026-11-20T00:00:00Z", "voucher", "i 7"
        };
        world.move("cost", "k1", "open-request", "ann", cost);
        assertThat(refusal(world.move("cost", "k1", "book", "ada"))).contains("the line is in EUR");
        assertThat(refusal(world.move("cost", "k1", "book", "ada", "rate", "0.0061 CHF")))
                .contains("is in EUR");
        assertThat(refusal(world.move("cost", "k1", "book", "ada", "rate", "0 EUR")))
                .contains("is in EUR");
        assertThat(world.move("cost", "k1", "book", "ada", "rate", "0.0061 EUR"))
                .isInstanceOf(Workflows.Answer.Moved.class);
        // 5000 yen have no cents; 30.50 euros have.
        assertThat(world.spent("b1")).isEqualTo(3050);
        world.move("cost", "k2", "open-request", "ann", cost);
        assertThat(refusal(world.move("cost", "k2", "book", "ada", "currency", "EUR", "rate", "1.1 EUR")))
                .contains("there is no rate");
        assertThat(refusal(world.move("cost", "k2", "book", "ada", "currency", "XYZ", "rate", "1.1 EUR")))
                .contains("no code of ISO 4217");
    }

    private static String refusal(Workflows.Answer answer) {
        return ((Workflows.Answer.Refused) answer).detail();
    }

    private static List<Workflows.Request> booked(MemoryWorkflows world, String id) {
        Workflows.Answer answer = world.move("cost", id, "book", "ada");
        GovernanceEvent.Moved moved =
                (GovernanceEvent.Moved) world.entries.getLast().event();
        return FollowUps.after(((Workflows.Answer.Moved) answer).now(), moved, 7, world);
    }
}
