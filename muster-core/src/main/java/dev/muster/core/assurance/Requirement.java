package dev.muster.core.assurance;

/**
 * One row of the catalogue.
 *
 * @param id source and id
 * @param duty who has to meet it
 * @param paraphrase what it asks for, in our own words
 * @param kind how far evidence can answer it without a person
 * @param technologies comma separated names the source cites, or {@code -}
 * @param candidateEvidence what could be shown, each after its class letter (A attested, O observed, R reported, C
 *     claimed, W recorded, D documented), separated by semicolons
 */
public record Requirement(
        RequirementId id, Duty duty, String paraphrase, Kind kind, String technologies, String candidateEvidence) {

    /** Whose duty a requirement is; the words of the data file in lower case. */
    public enum Duty {
        DEVICE,
        MANUFACTURER,
        OPERATOR,
        SERVICE
    }

    /** How far evidence can answer a requirement. */
    public enum Kind {
        AUTOMATABLE("technical-automatable"),
        ATTESTABLE("technical-attestable-by-evidence"),
        HARDWARE("hardware"),
        PROCEDURAL("procedural");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word of the data file. */
        public String word() {
            return word;
        }
    }

    /** Whether the source itself gives nobody a duty here; the data file says so with the class letter {@code -}. */
    public boolean excludedBySource() {
        return candidateEvidence.startsWith("-:");
    }
}
