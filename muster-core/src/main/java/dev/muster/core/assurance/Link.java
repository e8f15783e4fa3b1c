package dev.muster.core.assurance;

import dev.muster.core.ledger.Grade;

/**
 * Says that a check bears on a requirement.
 *
 * @param requirement the row
 * @param check the check's id
 * @param sufficiency how much of the row the check answers
 * @param counts the weakest grade on which a pass counts for this row; a breach counts on any
 * @param age when a pass goes stale: the check's own maximum age in ISO 8601, or {@code lasting}; {@code -} where the file
 *     is of before 2026.13 and does not say
 * @param breaks what would have to happen for the check to speak against the row; {@code -} where the file does not say
 * @param note what the check does not cover, or why it is enough; empty when nothing needs saying
 */
public record Link(
        RequirementId requirement,
        String check,
        Sufficiency sufficiency,
        Grade counts,
        String age,
        String breaks,
        String note) {
    /** A link of a data file of before 2026.13, on which every grade counts. */
    public Link(RequirementId requirement, String check, Sufficiency sufficiency, String note) {
        this(requirement, check, sufficiency, Grade.DOCUMENTED, "-", "-", note);
    }
}
