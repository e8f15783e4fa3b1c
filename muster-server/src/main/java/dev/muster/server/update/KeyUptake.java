package dev.muster.server.update;

import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.core.update.KeyLists;
import dev.muster.core.update.UpdateNotices;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which of a product's devices obey its newest list of release keys, as they say in their evidence. */
final class KeyUptake {
    private static final int MOST = 200;

    private KeyUptake() {}

    /**
     * How far a product's newest list is taken up.
     *
     * @param epoch of the newest list
     * @param published empty for a list of before this was kept
     * @param obey devices in service that say they obey it
     * @param devices those in service that say whom they obey; of others nobody knows
     */
    record Standing(String product, long epoch, Optional<Instant> published, int obey, int devices) {}

    static List<Standing> of(Tx tx, String org, int most) {
        return tx.query(
                "select l.product, l.epoch, l.published_at, coalesce(sum(case when d.key_epoch >= l.epoch then 1 else 0"
                        + " end), 0) as obey, count(d.key_epoch) as devices from update_key_list l left join update_device d on"
                        + " d.org = l.org and d.product = l.product and d.in_service = 1 and d.attested_at is not null"
                        + " where l.org = ? and l.epoch = (select max(m.epoch) from update_key_list m where m.org = l.org"
                        + " and m.product = l.product) group by l.product, l.epoch, l.published_at order by l.product"
                        + " limit " + most,
                row -> new Standing(
                        row.text("product"),
                        row.number("epoch"),
                        row.findInstant("published_at"),
                        row.integerOf("obey"),
                        row.integerOf("devices")),
                org);
    }

    static List<Notice> look(Tx tx, OrgId org, Instant now) {
        Instant since = now.minus(KeyLists.UPTAKE);
        return of(tx, org.value(), MOST).stream()
                .filter(list -> list.obey() < list.devices())
                .filter(list -> list.published().filter(at -> at.isAfter(since)).isEmpty())
                .map(list -> Notice.of(
                        UpdateNotices.KEYS_BEHIND,
                        new Subject("product", list.product()),
                        (list.devices() - list.obey()) + " of " + list.devices() + " devices of " + list.product()
                                + " that say whom they obey do not obey its release keys of epoch " + list.epoch()
                                + ": a key that was taken out still counts on them."))
                .toList();
    }
}
