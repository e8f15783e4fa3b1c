package dev.muster.server.governance;

import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which calendars are subscribed to: a fold of the feeds that were opened and ended. */
record SqlFeeds(Tx tx, OrgId org) {
    private static final String ALL =
            "select id, digest, kind, opened_by, until_at from governance_feed where org = ? and until_at > ?";

    /**
     * One.
     *
     * @param kind of the records; empty for all
     */
    record Feed(String id, String kind, String by, Instant until) {}

    void opened(String id, String by, GovernanceEvent.FeedOpened feed) {
        tx.update(
                "insert into governance_feed (org, id, digest, kind, opened_by, until_at) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict (org, id) do nothing",
                org.value(),
                id,
                feed.digest(),
                feed.kind(),
                by,
                feed.until());
    }

    void ended(String id) {
        tx.update("delete from governance_feed where org = ? and id = ?", org.value(), id);
    }

    /** Whoever may act here no more reads nothing more either. */
    void endedOf(String by) {
        tx.update("delete from governance_feed where org = ? and opened_by = ?", org.value(), by);
    }

    List<Feed> all(Instant now) {
        return tx.query(ALL + " order by id", SqlFeeds::feed, org.value(), now);
    }

    /** @param digest of the token, SHA-256 in hexadecimal */
    Optional<Feed> of(String digest, Instant now) {
        return tx.one(ALL + " and digest = ?", SqlFeeds::feed, org.value(), now, digest);
    }

    private static Feed feed(Row row) {
        return new Feed(row.text("id"), row.text("kind"), row.text("opened_by"), row.instant("until_at"));
    }
}
