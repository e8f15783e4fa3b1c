package dev.muster.server.assurance;

import dev.muster.core.assurance.FactRegister;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.facts.SqlFactStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The devices of a pack in order of id, so many at a time, with what was known of them, of products and of the organisation at
 * a moment. That moment is settled: whoever looks in several transactions sees the same as in one. The present is what stands
 * in the ledger, whatever the clock says: after it was set back, times of receipt are ahead of it for a while.
 */
final class Members {
    private final Database database;
    private final OrgId org;
    private final EntryFacts facts;
    private final PackScope scope;
    private final Optional<Instant> at;
    private final int atOnce;
    private final List<Known> above = new ArrayList<>();
    private final List<Subject> devices;
    private final long entries;
    private int next;

    /**
     * @param at a moment that is over; empty for the present
     * @param atOnce how many devices there are in memory at most
     */
    Members(Database database, OrgId org, EntryFacts facts, PackScope scope, Optional<Instant> at, int atOnce) {
        this.database = database;
        this.org = org;
        this.facts = facts;
        this.scope = scope;
        this.at = at;
        this.atOnce = atOnce;
        List<Subject> subjects = new ArrayList<>();
        this.entries = database.read(tx -> begun(tx, subjects));
        this.devices = subjects.stream()
                .filter(subject -> subject.kind().equals("device") && scope.names(subject))
                .sorted()
                .toList();
    }

    private long begun(Tx tx, List<Subject> subjects) {
        SqlFactStore store = new SqlFactStore(tx, org, facts);
        Entries all = new Entries(tx, org);
        long known = at.isPresent() ? all.receivedBy(at.get()) : all.size();
        Function<Subject, List<Known>> knowing = knowing(store, known);
        subjects.addAll(store.subjects());
        for (Subject subject : subjects) {
            if (subject.kind().equals("product") || subject.equals(Subject.org(org))) {
                above.addAll(knowing.apply(subject));
            }
        }
        return known;
    }

    private Function<Subject, List<Known>> knowing(SqlFactStore store, long until) {
        return at.map(store::known).orElse(subject -> store.upTo(subject, until - 1));
    }

    /** How many entries were received by then. */
    long entries() {
        return entries;
    }

    /** Some more devices, with all that bears on them; empty when there were no more. */
    Optional<FactRegister> next() {
        Some some = database.read(this::some);
        next = some.next();
        return some.taken() == 0 ? Optional.empty() : Optional.of(some.register());
    }

    private record Some(FactRegister register, int taken, int next) {}

    /** Nothing here goes on: a transaction may be tried again. */
    private Some some(Tx tx) {
        Function<Subject, List<Known>> known = knowing(new SqlFactStore(tx, org, facts), entries);
        FactRegister register = nobody();
        int taken = 0;
        int place = next;
        while (taken < atOnce && place < devices.size()) {
            List<Known> of = known.apply(devices.get(place++));
            if (!of.isEmpty() && scope.isOf(of)) {
                of.forEach(register::accept);
                taken++;
            }
        }
        return new Some(register, taken, place);
    }

    /** What is known of products and the organisation alone. */
    FactRegister nobody() {
        FactRegister register = new FactRegister(org);
        above.forEach(register::accept);
        return register;
    }
}
