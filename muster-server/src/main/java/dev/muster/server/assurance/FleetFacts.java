package dev.muster.server.assurance;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.AssuranceFacts;
import dev.muster.core.assurance.FactRegister;
import dev.muster.core.assurance.HistoryWalk;
import dev.muster.core.assurance.PostureFold;
import dev.muster.core.assurance.Waiver;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.facts.SqlFactStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The facts of a whole organisation, one subject after the other: all of a large fleet's are never in memory together. */
final class FleetFacts {
    private final OrgId org;
    private final List<Subject> subjects;
    private final Function<Subject, List<Known>> facts;

    /** @param asOf as they were known then; empty for now */
    FleetFacts(Tx tx, OrgId org, EntryFacts rules, Optional<Instant> asOf) {
        this.org = org;
        SqlFactStore store = new SqlFactStore(tx, org, rules);
        this.subjects = store.subjects();
        this.facts = asOf.map(store::known).orElse(store::now);
    }

    private FleetFacts(OrgId org, List<Subject> subjects, Function<Subject, List<Known>> facts) {
        this.org = org;
        this.subjects = subjects;
        this.facts = facts;
    }

    /** As entries up to and with this one state them. */
    static FleetFacts upTo(Tx tx, OrgId org, EntryFacts rules, long last) {
        SqlFactStore store = new SqlFactStore(tx, org, rules);
        return new FleetFacts(org, store.subjects(), subject -> store.upTo(subject, last));
    }

    /** Tells a walk that goes on all of them. */
    void tell(HistoryWalk walk) {
        subjects.stream().filter(this::isAbove).forEach(subject -> walk.known(subject, facts.apply(subject)));
        subjects.stream().filter(FleetFacts::isDevice).forEach(subject -> walk.known(subject, facts.apply(subject)));
    }

    /** A fold that knows whom facts are about, and what is known of products and of the organisation; it judged nobody. */
    PostureFold begun(Assessor assessor, int keptFacts) {
        PostureFold fold = new PostureFold(org, assessor, keptFacts);
        for (Subject subject : subjects) {
            if (isDevice(subject)) {
                fold.known(subject);
            }
        }
        others(fold);
        return fold;
    }

    /** A fold that has judged every device of which something was known. */
    PostureFold judged(Assessor assessor, Instant at) {
        PostureFold fold = new PostureFold(org, assessor, 0);
        others(fold);
        int waiting = 0;
        for (Subject subject : subjects) {
            List<Known> known = isDevice(subject) ? facts.apply(subject) : List.of();
            if (known.isEmpty()) {
                continue;
            }
            fold.recall(subject, known);
            if (++waiting == AssuranceFollower.AT_ONCE) {
                fold.settle(at);
                waiting = 0;
            }
        }
        fold.settle(at);
        return fold;
    }

    /** Waivers in force at this time, as they are known now or were known then. */
    static List<Waiver.Of> waivers(Tx tx, OrgId org, EntryFacts rules, Optional<Instant> asOf, Instant at) {
        FactRegister register = new FactRegister(org);
        if (asOf.isEmpty()) {
            new SqlFactStore(tx, org, rules).nowUnder(AssuranceFacts.WAIVER).forEach(register::accept);
        } else {
            FleetFacts then = new FleetFacts(tx, org, rules, asOf);
            then.subjects.stream()
                    .flatMap(subject -> then.facts.apply(subject).stream())
                    .filter(known -> known.fact().key().startsWith(AssuranceFacts.WAIVER))
                    .forEach(register::accept);
        }
        return Waiver.inForce(register, at);
    }

    private void others(PostureFold fold) {
        for (Subject subject : subjects) {
            if (isAbove(subject)) {
                facts.apply(subject).forEach(fold::accept);
            }
        }
    }

    /** Whether what is said of it bears on devices. */
    private boolean isAbove(Subject subject) {
        return subject.kind().equals("product") || subject.equals(Subject.org(org));
    }

    private static boolean isDevice(Subject subject) {
        return subject.kind().equals("device");
    }
}
