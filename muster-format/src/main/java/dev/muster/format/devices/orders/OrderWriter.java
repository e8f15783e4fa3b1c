package dev.muster.format.devices.orders;

import dev.muster.format.cbor.CborWriter;
import java.util.HexFormat;

/** Records to deterministic bytes: keys ascending, shortest forms. */
final class OrderWriter {

    private final CborWriter writer = CborWriter.create();

    static byte[] list(OrderList list) {
        OrderWriter out = new OrderWriter();
        out.writer.array(list.orders().size());
        list.orders().forEach(out::order);
        return out.writer.toByteArray();
    }

    static byte[] report(OrderReport report) {
        OrderWriter out = new OrderWriter();
        out.writer.map(report.strength().isPresent() ? 5 : 4);
        out.writer.integer(CodePoints.OUTCOME).integer(report.outcome().code());
        out.writer.integer(CodePoints.REASON).text(report.reason());
        out.writer.integer(CodePoints.DETAIL).text(report.detail());
        report.strength()
                .ifPresent(strength -> out.writer.integer(CodePoints.STRENGTH).text(strength.word()));
        out.writer.integer(CodePoints.AT).integer(report.at().getEpochSecond());
        return out.writer.toByteArray();
    }

    static byte[] args(OrderAction action) {
        OrderWriter out = new OrderWriter();
        switch (action) {
            case OrderAction.Install install -> {
                InstallTerms terms = install.terms();
                out.writer.map(2 + (terms.asksUser() ? 1 : 0) + (terms.risk().isEmpty() ? 0 : 1));
                out.writer.integer(CodePoints.MANIFEST_URL).text(install.manifestUrl());
                out.writer.integer(CodePoints.MANIFEST_DIGEST).bytes(install.manifestDigest());
                if (terms.asksUser()) {
                    out.writer.integer(CodePoints.ASKS_USER).integer(1);
                }
                if (!terms.risk().isEmpty()) {
                    out.writer.integer(CodePoints.RISK).text(terms.risk());
                }
            }
            case OrderAction.NetworkPolicy policy -> {
                out.writer.map(2);
                out.writer.integer(CodePoints.POLICY_NAME).text(policy.name());
                out.writer.integer(CodePoints.POLICY_RULESET).bytes(policy.ruleset());
            }
            case OrderAction.GatewayPolicy gateway -> {
                out.writer.map(1);
                out.writer.integer(CodePoints.POLICY_RULESET).bytes(gateway.ruleset());
            }
            case OrderAction.GatewayPages pages -> out.pages(pages.rules());
            case OrderAction.Maintenance session -> {
                out.writer.map(4);
                out.writer.integer(CodePoints.SESSION).text(session.session());
                out.writer.integer(CodePoints.ENDED).integer(session.ended() ? 1 : 0);
                out.writer.integer(CodePoints.UNTIL).integer(session.until().getEpochSecond());
                out.writer.integer(CodePoints.ENDPOINT).text(session.endpoint());
            }
            case OrderAction.LocalEpoch epoch -> {
                out.writer.map(1);
                out.writer.integer(CodePoints.UNTIL).integer(epoch.since().getEpochSecond());
            }
            case OrderAction.Wipe wipe -> {
                out.writer.map(1);
                out.writer.integer(CodePoints.CUSTODY).text(wipe.custody());
            }
            case OrderAction.Attest _, OrderAction.RollBack _, OrderAction.Restart _, OrderAction.Unknown _ ->
                out.writer.map(0);
        }
        return out.writer.toByteArray();
    }

    private void pages(PagedRules rules) {
        byte[] packed = rules.packed();
        writer.map(packed.length == 0 ? 3 : 4);
        writer.integer(CodePoints.PAGED_DIGEST).bytes(HexFormat.of().parseHex(rules.digest()));
        writer.integer(CodePoints.PAGED_LENGTH).integer(rules.bytes());
        writer.integer(CodePoints.PAGED_PAGES).array(rules.pages().size());
        rules.pages().forEach(page -> writer.bytes(HexFormat.of().parseHex(page)));
        if (packed.length > 0) {
            writer.integer(CodePoints.PAGED_PACKED).bytes(packed);
        }
    }

    private void order(Order order) {
        writer.map(6);
        writer.integer(CodePoints.ID).text(order.id());
        writer.integer(CodePoints.SEQUENCE).integer(order.sequence());
        int kind = order.action() instanceof OrderAction.Unknown unknown
                ? unknown.code()
                : order.kind().code();
        writer.integer(CodePoints.KIND).integer(kind);
        writer.integer(CodePoints.ISSUED_AT).integer(order.issuedAt().getEpochSecond());
        writer.integer(CodePoints.EXPIRES_AT).integer(order.expiresAt().getEpochSecond());
        writer.integer(CodePoints.ARGS).encoded(args(order.action()));
    }
}
