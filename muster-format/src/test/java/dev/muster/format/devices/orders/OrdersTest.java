package dev.muster.format.devices.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.CborWriter;
import dev.muster.format.cbor.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrdersTest {

    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");

    private static Order order(String id, OrderAction action) {
        return new Order(id, 17, action, AT, AT.plusSeconds(60));
    }

    @Test
    void everyKindComesBackAsItWas() {
        OrderList list = new OrderList(List.of(
                order("a", new OrderAction.Attest()),
                order("b", new OrderAction.Install("/artifacts/acme/ab", new byte[32])),
                order("c", new OrderAction.RollBack()),
                order(
                        "d",
                        new OrderAction.NetworkPolicy(
                                "quarantine", "table inet muster".getBytes(StandardCharsets.UTF_8))),
                order("e", new OrderAction.Restart()),
                order("g", new OrderAction.Wipe("cu-1")),
                order("h", new OrderAction.LocalEpoch(Instant.parse("2026-11-30T08:00:00Z"))),
                order("p", new OrderAction.GatewayPages(PagedRules.of(new byte[] {1, 2, 3}))),
                order("f", new OrderAction.GatewayPolicy(new byte[Order.MAX_GATEWAY_BYTES]))));
        assertThat(OrderList.parse(list.encode())).isEqualTo(list);
    }

    @Test
    void theBytesAreTheOnesOfVersionOne() {
        byte[] bytes = new OrderList(List.of(order("a", new OrderAction.Attest()))).encode();
        assertThat(Diagnostic.print(bytes).replaceAll("\\s", ""))
                .isEqualTo("[{1:\"a\",2:17,3:1,4:1795262400,5:1795262460,6:{}}]");
    }

    @Test
    void anUnknownKindIsKeptForTheDeviceToRefuse() {
        byte[] bytes = new OrderList(List.of(order("a", new OrderAction.Unknown(99)))).encode();
        assertThat(OrderList.parse(bytes).orders().getFirst().action()).isEqualTo(new OrderAction.Unknown(99));
    }

    @Test
    void aKeyOfALaterVersionIsSkipped() {
        CborWriter writer = CborWriter.create().map(6);
        writer.integer(1)
                .integer(1)
                .integer(2)
                .text("")
                .integer(3)
                .text("")
                .integer(5)
                .integer(7);
        writer.integer(9).array(1).text("later").integer(10).nil();
        assertThat(OrderReport.parse(writer.toByteArray()).at()).isEqualTo(Instant.ofEpochSecond(7));
    }

    @Test
    void reportsComeBackAsTheyWere() {
        OrderReport report = new OrderReport(
                OrderOutcome.REFUSED,
                "signature-invalid",
                "Not signed by the maker.",
                Optional.of(Strength.CHECKED),
                AT);
        assertThat(OrderReport.parse(report.encode())).isEqualTo(report);
        assertThat(OrderReport.parse(OrderReport.done(AT).encode())).isEqualTo(OrderReport.done(AT));
        assertThat(new OrderReport(
                                OrderOutcome.DONE,
                                "x".repeat(64),
                                "\u20ac".repeat(512),
                                Optional.of(Strength.TPM_QUOTED),
                                AT)
                        .encode())
                .hasSizeLessThanOrEqualTo(OrderReport.MAX_BYTES);
    }

    @Test
    void aDeviceCannotWithdrawAnOrder() {
        CborWriter writer = CborWriter.create().map(4);
        writer.integer(1)
                .integer(OrderOutcome.WITHDRAWN.code())
                .integer(2)
                .text("")
                .integer(3)
                .text("");
        writer.integer(5).integer(7);
        assertThatThrownBy(() -> OrderReport.parse(writer.toByteArray()))
                .isInstanceOf(OrderException.class)
                .hasMessageContaining("report/1");
    }

    @Test
    void aMissingKeyIsNamed() {
        byte[] empty = CborWriter.create().map(0).toByteArray();
        assertThatThrownBy(() -> OrderReport.parse(empty))
                .isInstanceOf(OrderException.class)
                .hasMessageContaining("report/1");
    }

    @Test
    void anInstallationNeedsADigestOf32Bytes() {
        CborWriter writer =
                CborWriter.create().map(2).integer(1).text("/x").integer(2).bytes(new byte[31]);
        assertThatThrownBy(() -> OrderAction.parse(OrderKind.INSTALL, writer.toByteArray()))
                .isInstanceOf(OrderException.class)
                .hasMessageContaining("32 bytes");
    }

    @Test
    void everyTruncationIsMalformed() {
        byte[] bytes = new OrderList(List.of(order("a", new OrderAction.Install("/x", new byte[32])))).encode();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> OrderList.parse(cut)).isInstanceOf(OrderException.class);
        }
        assertThatThrownBy(() -> OrderList.parse(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(OrderException.class);
    }

    @Test
    void moreOrdersThanTheLimitAreNeitherWrittenNorRead() {
        List<Order> many = Collections.nCopies(OrderList.MAX_ORDERS + 1, order("a", new OrderAction.Attest()));
        assertThatThrownBy(() -> new OrderList(many)).isInstanceOf(IllegalArgumentException.class);
        byte[] claimed = CborWriter.create().array(1_000_000).toByteArray();
        assertThatThrownBy(() -> OrderList.parse(claimed)).isInstanceOf(OrderException.class);
    }

    @Test
    void anOrderIdIsSafeInAPath() {
        for (String bad : List.of("", ".", "..", "a/b", "a b", "..%2f", "x".repeat(65))) {
            assertThat(Order.isId(bad)).as(bad).isFalse();
        }
        assertThat(Order.isId("rollout-3.cam-07.1")).isTrue();
    }
}
