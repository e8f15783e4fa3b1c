package dev.muster.server.notice;

import dev.muster.core.ledger.OrgId;
import dev.muster.core.notice.NoticeStore;
import dev.muster.ledger.sql.Tx;
import java.util.OptionalLong;

/** What the desk asks of one organisation, in the transaction in which its answer is written. */
record SqlNoticeStore(SqlNotices rows) implements NoticeStore {
    SqlNoticeStore(Tx tx, OrgId org) {
        this(new SqlNotices(tx, org));
    }

    @Override
    public OptionalLong generation(String subscription) {
        return rows.subscription(subscription)
                .map(found -> OptionalLong.of(found.generation()))
                .orElseGet(OptionalLong::empty);
    }

    @Override
    public int subscriptions() {
        return rows.subscriptions().size();
    }

    @Override
    public boolean isSilence(String id) {
        return rows.silences().stream().anyMatch(silence -> silence.id().equals(id));
    }

    @Override
    public boolean isOpen(String kind, String subject) {
        return rows.alert(kind, subject)
                .filter(alert -> alert.overAt().isEmpty())
                .isPresent();
    }
}
