package dev.muster.core.assurance;

import dev.muster.core.ledger.Grade;
import java.util.Optional;

/**
 * What is kept of a verdict: its kind and the weakest grade behind it. Kept as one byte for each requirement of each
 * device, because there are millions of them.
 */
@SuppressWarnings("EnumOrdinal") // in memory only, never stored
record Standing(Verdict.Kind kind, Optional<Grade> grade) {
    /** Nothing judged or said yet. */
    static final byte NONE = 0;

    private static final Grade[] GRADES = Grade.values();
    private static final Verdict.Kind[] KINDS = Verdict.Kind.values();
    private static final int GRADES_AND_NONE = GRADES.length + 1;
    private static final Standing[] ALL = all();

    static Standing of(Verdict verdict) {
        return new Standing(verdict.kind(), verdict.weakest());
    }

    /** Never {@link #NONE}. */
    byte code() {
        int place = grade.map(one -> one.ordinal() + 1).orElse(0);
        return (byte) (1 + kind.ordinal() * GRADES_AND_NONE + place);
    }

    /** What {@link #code} stands for; empty for {@link #NONE}. */
    static Optional<Standing> decode(byte code) {
        return code == NONE ? Optional.empty() : Optional.of(ALL[code - 1]);
    }

    private static Standing[] all() {
        Standing[] all = new Standing[KINDS.length * GRADES_AND_NONE];
        for (Verdict.Kind kind : KINDS) {
            for (int place = 0; place < GRADES_AND_NONE; place++) {
                all[kind.ordinal() * GRADES_AND_NONE + place] =
                        new Standing(kind, place == 0 ? Optional.empty() : Optional.of(GRADES[place - 1]));
            }
        }
        return all;
    }
}
