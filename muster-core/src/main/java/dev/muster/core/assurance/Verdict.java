package dev.muster.core.assurance;

import dev.muster.core.ledger.Grade;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the evidence says about one requirement, for one device, at one time. Evidence supports a requirement or does
 * not; no verdict says that a device conforms to a standard.
 */
public sealed interface Verdict {
    /** One sentence for each check or decision it rests on. */
    List<String> reasons();

    /** What would make it better: one sentence each; empty when nothing here could. */
    List<String> wouldRaise();

    /** The weakest grade among the facts that speak for it; empty when it rests on none. */
    Optional<Grade> weakest();

    /** Whether it was decided, for or against, by at least one fact that is {@link Grade#live}. */
    default boolean live() {
        return false;
    }

    /** Which of the seven this is. */
    Kind kind();

    /** The seven, from the best to the worst as an overview sorts them; names are on disk and in packs. */
    enum Kind {
        SUPPORTED("supported"),
        PARTLY("partly"),
        NOT_APPLICABLE("not applicable"),
        WAIVED("waived"),
        UNKNOWN("unknown"),
        STALE("stale"),
        NOT_SUPPORTED("not supported");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /** A check that alone answers the requirement passes, and none of the others fails. */
    record Supported(List<String> reasons, Grade grade, boolean live, List<String> wouldRaise) implements Verdict {
        Supported(List<String> reasons, Grade grade, List<String> wouldRaise) {
            this(reasons, grade, grade.live(), wouldRaise);
        }

        @Override
        public Optional<Grade> weakest() {
            return Optional.of(grade);
        }

        @Override
        public Kind kind() {
            return Kind.SUPPORTED;
        }
    }

    /** Checks that answer a part of it pass, and none fails. */
    record Partly(List<String> reasons, Grade grade, boolean live, List<String> wouldRaise) implements Verdict {
        Partly(List<String> reasons, Grade grade, List<String> wouldRaise) {
            this(reasons, grade, grade.live(), wouldRaise);
        }

        @Override
        public Optional<Grade> weakest() {
            return Optional.of(grade);
        }

        @Override
        public Kind kind() {
            return Kind.PARTLY;
        }
    }

    /** At least one check fails: evidence speaks against it. */
    record NotSupported(List<String> reasons, Optional<Grade> weakest, boolean live, List<String> wouldRaise)
            implements Verdict {
        NotSupported(List<String> reasons, Optional<Grade> weakest, List<String> wouldRaise) {
            this(reasons, weakest, weakest.filter(Grade::live).isPresent(), wouldRaise);
        }

        @Override
        public Kind kind() {
            return Kind.NOT_SUPPORTED;
        }
    }

    /** No evidence for or against it. */
    record Unknown(List<String> reasons, List<String> wouldRaise) implements Verdict {
        @Override
        public Optional<Grade> weakest() {
            return Optional.empty();
        }

        @Override
        public Kind kind() {
            return Kind.UNKNOWN;
        }
    }

    /** It was supported, wholly or in part, by evidence that has since grown too old. */
    record Stale(List<String> reasons, Optional<Grade> weakest, List<String> wouldRaise) implements Verdict {
        @Override
        public Kind kind() {
            return Kind.STALE;
        }
    }

    /**
     * Somebody decided that it does not apply here.
     *
     * @param by who decided
     * @param why the reason given
     */
    record NotApplicable(String by, String why) implements Verdict {
        @Override
        public List<String> reasons() {
            return List.of(by + " decided: " + why);
        }

        @Override
        public List<String> wouldRaise() {
            return List.of();
        }

        @Override
        public Optional<Grade> weakest() {
            return Optional.empty();
        }

        @Override
        public Kind kind() {
            return Kind.NOT_APPLICABLE;
        }
    }

    /**
     * Somebody decided to live without it for a time. It supports nothing.
     *
     * @param waiver who, why and until when
     * @param evidence what the evidence says without the waiver
     */
    record Waived(Waiver waiver, Verdict evidence) implements Verdict {
        @Override
        public List<String> reasons() {
            List<String> reasons = new ArrayList<>();
            reasons.add(waiver.by() + " waived it until " + waiver.until() + ": " + waiver.why());
            reasons.add("the evidence alone says: " + evidence.kind().words());
            reasons.addAll(evidence.reasons());
            return List.copyOf(reasons);
        }

        @Override
        public List<String> wouldRaise() {
            return evidence.wouldRaise();
        }

        @Override
        public Optional<Grade> weakest() {
            return Optional.empty();
        }

        @Override
        public Kind kind() {
            return Kind.WAIVED;
        }
    }
}
