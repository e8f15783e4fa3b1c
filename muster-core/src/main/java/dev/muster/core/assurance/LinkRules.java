package dev.muster.core.assurance;

import dev.muster.core.ledger.Grade;
import java.util.Optional;

/**
 * What a row cannot carry. A link that flatters would make a requirement look better than its evidence, so a data file with
 * one is not read at all.
 */
final class LinkRules {
    /** The word for a pass that does not grow old. */
    static final String LASTING = "lasting";

    private LinkRules() {}

    /** The first rule that a link breaks, as a sentence that names it; empty when it keeps them all. */
    static Optional<String> broken(Requirement row, Link link) {
        if (link.breaks().equals("-")) {
            return Optional.of("rule breakable: a link says what would break it");
        }
        if (row.kind() == Requirement.Kind.HARDWARE
                && link.sufficiency() != Sufficiency.AGAINST
                && link.counts() != Grade.ATTESTED) {
            return Optional.of(
                    "rule hardware: for a hardware row only what hardware proved counts (ATTESTED), or the link is"
                            + " AGAINST");
        }
        return link.sufficiency() == Sufficiency.FULL ? full(row, link) : Optional.empty();
    }

    private static Optional<String> full(Requirement row, Link link) {
        if (row.kind() != Requirement.Kind.AUTOMATABLE) {
            return Optional.of(
                    "rule kind: a row that is " + row.kind().word() + " is never answered in FULL by a check");
        }
        if (row.modality() == Requirement.Modality.EXAMPLE) {
            return Optional.of("rule example: the source gives it as an example, which is answered in part");
        }
        if (!link.counts().atLeast(Grade.REPORTED)) {
            return Optional.of("rule grade: FULL rests on what was attested, observed or reported, not on papers");
        }
        return link.age().equals(LASTING)
                ? Optional.of("rule age: what answers a row in FULL has to be shown again some day")
                : Optional.empty();
    }
}
