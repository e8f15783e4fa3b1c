package dev.muster.core.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.devices.DeviceDesk.Answer;
import dev.muster.core.devices.DeviceDesk.Cause;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.devices.orders.OrderReport;
import dev.muster.format.devices.orders.Strength;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeviceDeskTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final DeviceId CAM = new DeviceId("cam-07");
    private static final DeviceId OTHER = new DeviceId("cam-08");
    private static final Cause OPERATOR = new Cause("ada", "operator", "");
    private static final Product PRODUCT =
            new Product(new ProductId("acme-cam"), "Acme Cam", "Acme", "cam-3", NOW, NOW.plus(Duration.ofDays(1825)));

    /** The table of the design, written down a second time so that a slip in either shows. */
    private static final String STEPS = """
        manufactured joining retired
        joining operational quarantined off-site retired
        operational joining maintenance degraded quarantined off-site retired
        maintenance joining operational degraded quarantined off-site retired
        degraded joining operational maintenance quarantined off-site retired
        quarantined operational maintenance safe-stop off-site retired
        safe-stop maintenance off-site retired
        off-site joining quarantined retired
        retired
        """;

    private final MapRegister register = new MapRegister();

    @BeforeEach
    void setUp() {
        register.apply(ProductDesk.add(PRODUCT, register, "ada", NOW));
        register.apply(DeviceDesk.register(CAM, PRODUCT.id(), register, OPERATOR, NOW));
        register.apply(DeviceDesk.register(OTHER, PRODUCT.id(), register, OPERATOR, NOW));
    }

    static Stream<List<DeviceState>> everyPair() {
        return Stream.of(DeviceState.values())
                .flatMap(from -> Stream.of(DeviceState.values()).map(to -> List.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void aStepIsTakenExactlyWhenTheTableHasIt(List<DeviceState> pair) {
        DeviceState from = pair.get(0);
        DeviceState to = pair.get(1);
        bring(from);
        Decision<Answer> decision = DeviceDesk.change(CAM, to, register, OPERATOR, NOW);
        List<String> row = STEPS.lines()
                .map(line -> List.of(line.split(" ")))
                .filter(words -> words.getFirst().equals(from.word()))
                .findFirst()
                .orElseThrow();
        if (from == to) {
            assertThat(decision.answer()).isEqualTo(new Answer.Already(CAM, from));
            assertThat(decision.drafts()).isEmpty();
        } else if (row.subList(1, row.size()).contains(to.word())) {
            assertThat(decision.answer()).isEqualTo(new Answer.Changed(CAM, Optional.of(from), to));
            register.apply(decision);
            assertThat(register.device(CAM).orElseThrow().state()).isEqualTo(to);
        } else {
            assertThat(reason(decision)).isEqualTo("transition-forbidden");
            assertThat(decision.drafts()).isEmpty();
        }
    }

    @Test
    void everyStateHasAWordThatReadsBack() {
        for (DeviceState state : DeviceState.values()) {
            assertThat(DeviceState.ofWord(state.word())).contains(state);
        }
        assertThat(DeviceState.ofWord("QUARANTINED")).isEmpty();
    }

    @Test
    void aStrangeDeviceCannotChange() {
        assertThat(reason(DeviceDesk.quarantine(new DeviceId("ghost"), register, OPERATOR, NOW)))
                .isEqualTo("device-unknown");
    }

    @Test
    void aDeviceIsRegisteredOnceAndForAKnownProduct() {
        assertThat(reason(DeviceDesk.register(CAM, PRODUCT.id(), register, OPERATOR, NOW)))
                .isEqualTo("device-known");
        assertThat(reason(DeviceDesk.register(new DeviceId("x"), new ProductId("nothing"), register, OPERATOR, NOW)))
                .isEqualTo("product-unknown");
    }

    @Test
    void quarantineWithdrawsInstallationsAndKeepsWhatRepairs() {
        bring(DeviceState.OPERATIONAL);
        issue("i", new OrderAction.Install("/x", new byte[32]));
        issue("r", new OrderAction.RollBack());
        register.apply(DeviceDesk.quarantine(CAM, register, OPERATOR, NOW));
        assertThat(register.order("i").orElseThrow().outcome()).contains(OrderOutcome.WITHDRAWN);
        assertThat(register.openOrders(CAM))
                .extracting(order -> order.order().id())
                .containsExactly("r");
    }

    @Test
    void retiringWithdrawsEverything() {
        bring(DeviceState.OPERATIONAL);
        issue("r", new OrderAction.RollBack());
        register.apply(DeviceDesk.retire(CAM, register, OPERATOR, NOW));
        assertThat(register.openOrders(CAM)).isEmpty();
    }

    @Test
    void aQuarantinedCertificateIsGoodForProvingItselfOnly() {
        assertThat(Stream.of(CertificateUse.values()).filter(use -> use.allowedIn(DeviceState.QUARANTINED)))
                .containsExactlyInAnyOrder(
                        CertificateUse.ATTESTATION, CertificateUse.ORDERS, CertificateUse.RECOVERY_ARTIFACT);
        assertThat(CertificateUse.values()).noneMatch(use -> use.allowedIn(DeviceState.RETIRED));
        assertThat(CertificateUse.values()).noneMatch(use -> use.allowedIn(DeviceState.MANUFACTURED));
        assertThat(CertificateUse.values()).allMatch(use -> use.allowedIn(DeviceState.OPERATIONAL));
    }

    /** Whoever only showed who it is fetches no software but what it was asked to install. */
    @Test
    void aJoiningDeviceProvesItselfRenewsAndIsMended() {
        assertThat(Stream.of(CertificateUse.values()).filter(use -> !use.allowedIn(DeviceState.JOINING)))
                .containsExactly(CertificateUse.UPDATE);
        assertThat(DeviceState.JOINING.inService()).isFalse();
    }

    @Test
    void aReportThatCrossesAWithdrawalIsTakenAndChangesNothing() {
        bring(DeviceState.OPERATIONAL);
        issue("r", new OrderAction.RollBack());
        register.apply(DeviceDesk.retire(CAM, register, OPERATOR, NOW));
        Decision<OrderDesk.Answer> late = OrderDesk.report(CAM, "r", OrderReport.done(NOW), register, NOW);
        assertThat(late.answer()).isInstanceOf(OrderDesk.Answer.Already.class);
        assertThat(late.drafts()).isEmpty();
    }

    @Test
    void aReportClosesAnOrderOnce() {
        issue("a", new OrderAction.Attest());
        OrderReport done = OrderReport.done(NOW);
        assertThat(register.apply(OrderDesk.report(CAM, "a", done, register, NOW)))
                .isEqualTo(new OrderDesk.Answer.Closed("a"));
        Decision<OrderDesk.Answer> again = OrderDesk.report(CAM, "a", done, register, NOW);
        assertThat(again.answer()).isEqualTo(new OrderDesk.Answer.Already("a"));
        assertThat(again.drafts()).isEmpty();
        OrderReport failed = new OrderReport(OrderOutcome.FAILED, "late", "", Optional.empty(), NOW);
        assertThat(OrderDesk.report(CAM, "a", failed, register, NOW).answer())
                .isInstanceOfSatisfying(
                        OrderDesk.Answer.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("order-conflict"));
    }

    @Test
    void anotherDevicesOrderIsUnknown() {
        issue("a", new OrderAction.Attest());
        assertThat(OrderDesk.report(OTHER, "a", OrderReport.done(NOW), register, NOW)
                        .answer())
                .isInstanceOfSatisfying(
                        OrderDesk.Answer.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("order-unknown"));
    }

    @Test
    void aReportFromTheFutureIsDatedNow() {
        issue("a", new OrderAction.Attest());
        OrderReport early = OrderReport.done(NOW.plusSeconds(3600));
        assertThat(OrderDesk.report(CAM, "a", early, register, NOW).drafts())
                .extracting(Draft::effectiveAt)
                .containsExactly(NOW);
    }

    @Test
    void anOrderNeverEndsBeforeItWasGivenWhateverTheDevicesClockSays() {
        issue("p", new OrderAction.Attest());
        OrderReport backdated = OrderReport.done(Instant.EPOCH);
        assertThat(OrderDesk.report(CAM, "p", backdated, register, NOW.plusSeconds(5))
                        .drafts())
                .singleElement()
                .satisfies(draft -> assertThat(draft.effectiveAt()).isEqualTo(NOW));
    }

    /** That nobody reported in time is for the server to say; a device may tell what it let pass once that is so. */
    @Test
    void aDeviceEndsNoOrderByCallingItOver() {
        issue("p", new OrderAction.Attest());
        Instant end = NOW.plus(OrderDesk.DEFAULT_LIFETIME);
        for (OrderOutcome outcome : List.of(OrderOutcome.EXPIRED, OrderOutcome.WITHDRAWN)) {
            OrderReport said = new OrderReport(outcome, "expired", "", Optional.empty(), end);
            Decision<OrderDesk.Answer> decided =
                    OrderDesk.report(CAM, "p", said, register, end.minus(Duration.ofMinutes(61)));
            assertThat(decided.answer())
                    .isInstanceOfSatisfying(
                            OrderDesk.Answer.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo("order-outcome"));
            assertThat(decided.drafts()).isEmpty();
        }
        OrderReport withdrawn = new OrderReport(OrderOutcome.WITHDRAWN, "", "", Optional.empty(), end);
        assertThat(OrderDesk.report(CAM, "p", withdrawn, register, end.plusSeconds(1))
                        .answer())
                .isInstanceOf(OrderDesk.Answer.Refused.class);
        OrderReport over = new OrderReport(OrderOutcome.EXPIRED, "expired", "", Optional.empty(), end);
        assertThat(OrderDesk.report(CAM, "p", over, register, end.plusSeconds(1))
                        .answer())
                .isEqualTo(new OrderDesk.Answer.Closed("p"));
    }

    @Test
    void ordersPastTheirTimeAreClosedByTheServer() {
        issue("a", new OrderAction.Attest());
        Instant end = NOW.plus(OrderDesk.DEFAULT_LIFETIME);
        assertThat(OrderDesk.expire(CAM, register, end.minusSeconds(1)).answer())
                .isZero();
        assertThat(register.apply(OrderDesk.expire(CAM, register, end))).isEqualTo(1);
        assertThat(register.order("a").orElseThrow().outcome()).contains(OrderOutcome.EXPIRED);
    }

    @Test
    void anOperatorAsksDevicesThatTakeOrdersAndNotWithoutEnd() {
        OrderAction attest = new OrderAction.Attest();
        assertThat(asked(new DeviceId("ghost"), "a", attest)).isEqualTo("device-unknown");
        assertThat(asked(CAM, "a", attest)).isEqualTo("device-manufactured");
        bring(DeviceState.QUARANTINED);
        for (int i = 0; i < DeviceRegister.MAX_OPEN_ORDERS; i++) {
            assertThat(asked(CAM, "a-" + i, attest)).isEqualTo("issued");
        }
        assertThat(asked(CAM, "b", attest)).isEqualTo("orders-too-many");
    }

    private String asked(DeviceId device, String id, OrderAction action) {
        return register.apply(OrderDesk.ask(device, id, action, register, "ada", NOW))
                        instanceof OrderDesk.Asked.Refused refused
                ? refused.reason()
                : "issued";
    }

    @Test
    void theStrengthOfAReportIsKeptAsItsWord() {
        issue("p", new OrderAction.NetworkPolicy("quarantine", new byte[] {1}));
        OrderReport report = new OrderReport(OrderOutcome.DONE, "", "", Optional.of(Strength.SIMULATED), NOW);
        assertThat(OrderDesk.report(CAM, "p", report, register, NOW)
                        .drafts()
                        .getFirst()
                        .event())
                .isInstanceOfSatisfying(OrderClosed.class, closed -> {
                    assertThat(closed.strength()).isEqualTo("simulated");
                    assertThat(closed.name()).isEqualTo("quarantine");
                });
    }

    @Test
    void aProductNeedsAWordAndASupportPeriod() {
        Product backwards = new Product(new ProductId("p"), "P", "Acme", "p", NOW, NOW);
        Product nameless = new Product(new ProductId("p"), " ", "Acme", "p", NOW, NOW.plusSeconds(1));
        Product sameModel = new Product(new ProductId("p"), "P", "Acme", "cam-3", NOW, NOW.plusSeconds(1));
        assertThat(ProductDesk.add(backwards, register, "ada", NOW).answer())
                .isInstanceOf(ProductDesk.Answer.Refused.class);
        assertThat(ProductDesk.add(nameless, register, "ada", NOW).answer())
                .isInstanceOf(ProductDesk.Answer.Refused.class);
        assertThat(ProductDesk.add(sameModel, register, "ada", NOW).answer())
                .isInstanceOfSatisfying(
                        ProductDesk.Answer.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("product-model-taken"));
        assertThat(ProductDesk.add(PRODUCT, register, "ada", NOW).drafts()).isEmpty();
    }

    @Test
    void idsThatCouldLeaveTheirPlaceAreRefused() {
        for (String bad : List.of("", "../x", "a/b", "a b", ".hidden", "x".repeat(65), "a\nb", "ä")) {
            assertThat(DeviceId.isDeviceId(bad)).as(bad).isFalse();
            assertThatThrownBy(() -> new DeviceId(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void issue(String id, OrderAction action) {
        register.apply(Decision.of(true, OrderDesk.issue(CAM, id, action, "test", "muster", NOW)));
    }

    /** Leads the device there step by step. */
    private void bring(DeviceState target) {
        List<DeviceState> way = way(DeviceState.MANUFACTURED, target, new ArrayList<>());
        for (DeviceState step : way.subList(1, way.size())) {
            register.apply(DeviceDesk.change(CAM, step, register, OPERATOR, NOW));
        }
        assertThat(register.device(CAM).orElseThrow().state()).isEqualTo(target);
    }

    private static List<DeviceState> way(DeviceState from, DeviceState to, List<DeviceState> seen) {
        List<DeviceState> here = new ArrayList<>(seen);
        here.add(from);
        if (from == to) {
            return here;
        }
        for (DeviceState next : from.next()) {
            if (!here.contains(next)) {
                List<DeviceState> found = way(next, to, here);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }

    private static String reason(Decision<Answer> decision) {
        return decision.answer() instanceof Answer.Refused refused ? refused.reason() : "not refused";
    }
}
