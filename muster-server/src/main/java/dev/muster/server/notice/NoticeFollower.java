package dev.muster.server.notice;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.NoticeRule;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.Follower;
import dev.muster.ledger.sql.Database;
import dev.muster.server.topic.EveryOrg;
import dev.muster.server.topic.NoticeRules;
import dev.muster.server.topic.Watches;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Hears of everything that topics say people should hear of. Entries may come twice; the second time nothing is said. */
final class NoticeFollower implements Follower, Runnable {
    private final Database database;
    private final Ledger ledger;
    private final NoticeRules rules;
    private final Watches watches;
    private final Runnable wake;
    private final InstantSource clock;
    private long minute;

    /** @param wake called when there may be something to send */
    NoticeFollower(
            Database database, Ledger ledger, NoticeRules rules, Watches watches, Runnable wake, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.rules = rules;
        this.watches = watches;
        this.wake = wake;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "notice";
    }

    @Override
    public void accept(OrgId org, List<Entry> entries) {
        List<Map.Entry<Entry, Notice>> all = new ArrayList<>();
        for (Entry entry : entries) {
            Optional<Event> event = ledger.event(entry);
            if (event.isPresent()) {
                for (NoticeRule rule : rules.rules()) {
                    rule.notices(entry, event.get()).forEach(notice -> all.add(Map.entry(entry, notice)));
                }
            }
        }
        if (all.isEmpty() || only(org, all)) {
            return;
        }
        database.change(tx -> {
            Matters matters = new Matters(tx, org, clock.instant());
            all.forEach(one -> matters.take(
                    one.getValue(), one.getKey().index(), one.getKey().effectiveAt()));
        });
        wake.run();
    }

    /** Most entries only say that something is over which is not open: those cost one question for all of them. */
    private boolean only(OrgId org, List<Map.Entry<Entry, Notice>> all) {
        if (all.stream().anyMatch(one -> !one.getValue().over())) {
            return false;
        }
        Set<String> open = database.read(tx -> new SqlNotices(tx, org).openKinds());
        return all.stream().noneMatch(one -> open.contains(one.getValue().kind().name()));
    }

    /** Once a minute: what no entry says. */
    @Override
    public void run() {
        List<Watches.Watch> now = watches.at(minute++);
        EveryOrg.each(ledger.orgs(), org -> look(org, now));
    }

    private void look(OrgId org, List<Watches.Watch> watches) {
        for (Watches.Watch watch : watches) {
            List<Notice> seen = database.read(tx -> watch.look(tx, org, clock.instant()));
            if (!seen.isEmpty()) {
                database.change(tx -> {
                    Matters matters = new Matters(tx, org, clock.instant());
                    seen.forEach(notice -> matters.take(notice, -1, clock.instant()));
                });
                wake.run();
            }
        }
    }
}
