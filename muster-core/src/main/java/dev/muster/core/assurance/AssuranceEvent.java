package dev.muster.core.assurance;

import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Grade;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What assurance writes into the ledger. */
public sealed interface AssuranceEvent extends Event {

    /**
     * Verdicts of the entry's subject, a device, that are no longer what the ledger last said.
     *
     * @param catalogue version of the catalogue they were judged by
     * @param at the time for which the new verdicts hold
     * @param upTo index of the last entry they take into account
     * @param requirements changed verdicts, in order of id; what was never told is Unknown
     * @param checks changed findings, in order of id
     */
    @EntryType("assurance.verdict-changed")
    record VerdictChanged(
            String catalogue, Instant at, long upTo, List<RequirementChange> requirements, List<CheckChange> checks)
            implements AssuranceEvent {
        public VerdictChanged {
            requirements = List.copyOf(requirements);
            checks = List.copyOf(checks);
        }
    }

    /**
     * One verdict that changed.
     *
     * @param requirement {@code SOURCE/id}
     * @param before empty when there was none
     * @param after what it is now
     * @param grade the weakest grade it rests on
     */
    record RequirementChange(
            String requirement, Optional<Verdict.Kind> before, Verdict.Kind after, Optional<Grade> grade) {}

    /**
     * One finding that changed, or a breach shown again by new evidence.
     *
     * @param check the check's id
     * @param before empty when there was none
     * @param after what it is now
     * @param reason why, one sentence
     * @param evidenceAt when the newest of those entries was received; the time of the judgement when there are none
     * @param entries indexes of the entries it rests on
     */
    record CheckChange(
            String check,
            Optional<Finding.Outcome> before,
            Finding.Outcome after,
            String reason,
            Instant evidenceAt,
            List<Long> entries) {
        public CheckChange {
            entries = List.copyOf(entries);
        }
    }

    /**
     * A person decided that a requirement does not apply to the entry's subject: a device, a product or the
     * organisation.
     *
     * @param requirement {@code SOURCE/id}
     * @param by who decided
     * @param why the reason, for an auditor
     */
    @EntryType("assurance.not-applicable-declared")
    record NotApplicableDeclared(String requirement, String by, String why) implements AssuranceEvent {}

    /**
     * Such a decision was taken back.
     *
     * @param requirement {@code SOURCE/id}
     * @param by who took it back
     */
    @EntryType("assurance.not-applicable-withdrawn")
    record NotApplicableWithdrawn(String requirement, String by) implements AssuranceEvent {}

    /**
     * A person decided to live without what a requirement asks of the entry's subject, a device or a product, until a
     * time. A later one replaces it.
     *
     * @param requirement {@code SOURCE/id}
     * @param by who decided
     * @param why the reason, for an auditor
     * @param until the first moment at which it counts no more
     */
    @EntryType("assurance.waived")
    record Waived(String requirement, String by, String why, Instant until) implements AssuranceEvent {}

    /**
     * A person recorded something about the entry's subject, a product. A later record replaces it.
     *
     * @param key of a {@link ProductFact}
     * @param value one that the fact admits
     * @param by who recorded it
     * @param why where it is from, for an auditor; may be empty
     */
    @EntryType("assurance.product-stated")
    record ProductStated(String key, String value, String by, String why) implements AssuranceEvent {}

    /**
     * A waiver was ended before its time.
     *
     * @param requirement {@code SOURCE/id}
     * @param by who ended it
     * @param why the reason, may be empty
     */
    @EntryType("assurance.waiver-ended")
    record WaiverEnded(String requirement, String by, String why) implements AssuranceEvent {}
}
