package dev.muster.core.assurance;

/**
 * Says that a check bears on a requirement.
 *
 * @param requirement the row
 * @param check the check's id
 * @param sufficiency how much of the row the check answers
 * @param note what the check does not cover, or why it is enough; empty when nothing needs saying
 */
public record Link(RequirementId requirement, String check, Sufficiency sufficiency, String note) {}
