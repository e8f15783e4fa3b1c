package dev.muster.format.inspect;

/** What can be said of the signature of an inspected file. */
public sealed interface SignatureVerdict {
    /** @param by the key that verifies it, as it was named */
    record Valid(String by) implements SignatureVerdict {}

    /** @param reason why none of the given keys verifies it */
    record Invalid(String reason) implements SignatureVerdict {}

    /** @param reason why nothing was checked */
    record NotChecked(String reason) implements SignatureVerdict {}

    /** The format carries no signature. */
    record Unsigned() implements SignatureVerdict {}
}
