package dev.muster.core.assurance;

import java.util.Arrays;
import java.util.Optional;

/**
 * One row of the catalogue.
 *
 * @param id source and id
 * @param duty who has to meet it
 * @param paraphrase what it asks for, in our own words
 * @param kind how far evidence can answer it without a person
 * @param technologies comma separated names that the source cites for the row, or {@code -}; each is a {@link Technology}
 * @param candidateEvidence what could be shown, each after its class letter (A attested, O observed, R reported, C
 *     claimed, W recorded, D documented), separated by semicolons
 * @param modality how strongly the source asks
 * @param condition when the source asks at all; empty when always
 * @param acceptance the question that the source itself asks to see the row met, or {@code -}
 */
public record Requirement(
        RequirementId id,
        Duty duty,
        String paraphrase,
        Kind kind,
        String technologies,
        String candidateEvidence,
        Modality modality,
        Optional<Condition> condition,
        String acceptance) {

    /** A row of a data file that says nothing about modality, condition and acceptance, as those before 2026.12. */
    public Requirement(
            RequirementId id, Duty duty, String paraphrase, Kind kind, String technologies, String candidateEvidence) {
        this(id, duty, paraphrase, kind, technologies, candidateEvidence, Modality.UNSTATED, Optional.empty(), "-");
    }

    /** How strongly a source asks; the words of the data file in lower case, {@code -} for {@link #UNSTATED}. */
    public enum Modality {
        /** A duty. */
        SHALL,
        /** A recommendation. */
        SHOULD,
        /** One of the abilities that may be needed. */
        MAY,
        /** An example of such an ability: nobody lacks anything who lacks it. */
        EXAMPLE,
        UNSTATED
    }

    /**
     * When a source asks at all.
     *
     * @param fact key of the product's fact that decides, or {@code -} when only a person can say
     * @param words the condition in our own words
     */
    public record Condition(String fact, String words) {}

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

    /**
     * Whether anything that a device proves or says, or that Muster sees, could bear on the row: class letters A, O or R
     * among its candidate evidence. The others rest on what people record and write.
     */
    public boolean mayRestOnFacts() {
        return Arrays.stream(candidateEvidence.split(";"))
                .map(String::strip)
                .anyMatch(one -> one.startsWith("A:") || one.startsWith("O:") || one.startsWith("R:"));
    }

    /** Whether the source itself gives nobody a duty here; the data file says so with the class letter {@code -}. */
    public boolean excludedBySource() {
        return candidateEvidence.startsWith("-:");
    }
}
