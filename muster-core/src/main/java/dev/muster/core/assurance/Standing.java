package dev.muster.core.assurance;

import dev.muster.core.ledger.Grade;
import java.util.Optional;

/**
 * What is kept of a verdict: its kind, the weakest grade behind it, and whether a live fact is among what decided it. Kept
 * as one byte for each requirement of each device, because there are millions of them.
 */
@SuppressWarnings("EnumOrdinal") // in memory only, never stored
record Standing(Verdict.Kind kind, Optional<Grade> grade, boolean live) {
    /** Nothing said yet. */
    static final byte NONE = 0;

    private static final Grade[] GRADES = Grade.values();
    private static final Verdict.Kind[] KINDS = Verdict.Kind.values();
    private static final int GRADES_AND_NONE = GRADES.length + 1;
    private static final Standing[] ALL = all();

    /** The code of a verdict for which there is no evidence. */
    static final byte UNKNOWN = new Standing(Verdict.Kind.UNKNOWN, Optional.empty(), false).code();

    static Standing of(Verdict verdict) {
        return new Standing(verdict.kind(), verdict.weakest(), verdict.live());
    }

    /** Whether the ledger tells both in the same words: it does not tell what is live, which follows from the grades there. */
    boolean toldAs(Standing other) {
        return kind == other.kind && grade.equals(other.grade);
    }

    /** Never {@link #NONE}. */
    byte code() {
        int place = grade.map(one -> one.ordinal() + 1).orElse(0);
        return (byte) (1 + 2 * (kind.ordinal() * GRADES_AND_NONE + place) + (live ? 1 : 0));
    }

    /** What {@link #code} stands for; {@link #NONE} is none. */
    static Standing decode(byte code) {
        return ALL[code - 1];
    }

    /** What {@link #code} stands for, where something was said. */
    static Optional<Standing> said(byte code) {
        return code == NONE ? Optional.empty() : Optional.of(decode(code));
    }

    /** Of whom nothing was said it is unknown. */
    static byte or(byte said) {
        return said == NONE ? UNKNOWN : said;
    }

    private static Standing[] all() {
        Standing[] all = new Standing[2 * KINDS.length * GRADES_AND_NONE];
        for (Verdict.Kind kind : KINDS) {
            for (int place = 0; place < GRADES_AND_NONE; place++) {
                Optional<Grade> grade = place == 0 ? Optional.empty() : Optional.of(GRADES[place - 1]);
                int at = 2 * (kind.ordinal() * GRADES_AND_NONE + place);
                all[at] = new Standing(kind, grade, false);
                all[at + 1] = new Standing(kind, grade, true);
            }
        }
        return all;
    }
}
