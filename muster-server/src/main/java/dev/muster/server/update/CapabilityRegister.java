package dev.muster.server.update;

import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Entry;
import dev.muster.core.update.CapabilitiesDeclared;
import dev.muster.core.update.DeviceClasses;
import dev.muster.format.MalformedException;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.update.suit.Capabilities;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The register of what devices can run. A report is kept once for all devices that send it, and no longer than they do. */
final class CapabilityRegister {
    private CapabilityRegister() {}

    static void declared(Tx tx, Entry entry, CapabilitiesDeclared declared) {
        String org = entry.org().value();
        String before = tx.one(
                        "select capabilities from update_product where org = ? and id = ?",
                        row -> row.text("capabilities"),
                        org,
                        entry.subject().id())
                .orElse("");
        String digest = keep(tx, org, declared.report(), true);
        tx.update(
                "update update_product set capabilities = ? where org = ? and id = ?",
                digest,
                org,
                entry.subject().id());
        drop(tx, org, before);
    }

    /**
     * What a device said came with its evidence; a report that cannot be read, or one too many, is not kept, and the device
     * is one of which nothing is known.
     */
    static void reported(Tx tx, Entry entry, byte[] report) {
        String org = entry.org().value();
        String device = entry.subject().id();
        Optional<String> before = tx.one(
                "select capabilities from update_device where org = ? and id = ?",
                row -> row.text("capabilities"),
                org,
                device);
        if (before.isEmpty()) {
            return;
        }
        String digest;
        try {
            digest = keep(tx, org, Capabilities.parse(report).encode(), false);
        } catch (MalformedException e) {
            digest = "";
        }
        if (!digest.equals(before.get())) {
            tx.update("update update_device set capabilities = ? where org = ? and id = ?", digest, org, device);
            drop(tx, org, before.get());
        }
    }

    /** @return its digest; the empty text when it is one too many */
    private static String keep(Tx tx, String org, byte[] report, boolean always) {
        String digest = HexFormat.of().formatHex(Sha256.of(report));
        boolean known =
                tx.count("select count(*) as n from update_capabilities where org = ? and digest = ?", org, digest) > 0;
        if (known) {
            return digest;
        }
        long kept = tx.count("select count(*) as n from update_capabilities where org = ?", org);
        if (kept >= DeviceClasses.MOST_KEPT && !always) {
            return "";
        }
        tx.update("insert into update_capabilities (org, digest, report) values (?, ?, ?)", org, digest, report);
        return digest;
    }

    /** Nobody reports it any more. */
    private static void drop(Tx tx, String org, String digest) {
        if (!digest.isEmpty()) {
            tx.update(
                    "delete from update_capabilities where org = ? and digest = ? and not exists (select 1 from"
                            + " update_device d where d.org = ? and d.capabilities = ?) and not exists (select 1 from"
                            + " update_product p where p.org = ? and p.capabilities = ?)",
                    org,
                    digest,
                    org,
                    digest,
                    org,
                    digest);
        }
    }

    /** What was declared first, then what most devices in service report. */
    static List<DeviceClasses.Reported> of(Tx tx, String org, ProductId product) {
        List<DeviceClasses.Reported> all = new ArrayList<>(tx.query(
                "select 0 as devices, c.report from update_product p join update_capabilities c on c.org = p.org and"
                        + " c.digest = p.capabilities where p.org = ? and p.id = ?",
                CapabilityRegister::one,
                org,
                product.value()));
        all.addAll(tx.query(
                "select n.devices, c.report from (select capabilities, count(*) as devices from update_device where org"
                        + " = ? and product = ? and in_service = 1 and capabilities <> '' group by capabilities) n join"
                        + " update_capabilities c on c.org = ? and c.digest = n.capabilities order by n.devices desc,"
                        + " c.digest limit " + (DeviceClasses.MOST_HELD_AGAINST - all.size()),
                CapabilityRegister::one,
                org,
                product.value(),
                org));
        return all;
    }

    /** A product and what some of its devices, or all as declared, can run. */
    record Line(String product, DeviceClasses.Reported reported) {}

    /** Of all products, at most this many. */
    static List<Line> all(Tx tx, String org, int most) {
        return tx.query(
                "select n.product, n.devices, c.report from (select product, capabilities, count(*) as devices from"
                        + " update_device where org = ? and in_service = 1 and capabilities <> '' group by product,"
                        + " capabilities union all select id, capabilities, 0 from update_product where org = ? and"
                        + " capabilities <> '') n join update_capabilities c on c.org = ? and c.digest = n.capabilities"
                        + " order by n.product, n.devices desc, c.digest limit " + most,
                row -> new Line(row.text("product"), one(row)),
                org,
                org,
                org);
    }

    private static DeviceClasses.Reported one(Row row) {
        return new DeviceClasses.Reported(row.integerOf("devices"), Capabilities.parse(row.bytes("report")));
    }
}
