package dev.muster.format.update.suit.author;

import java.util.Locale;

/**
 * Something that a manifest should not do.
 *
 * @param section manifest key of the section in which it shows; the shared sequence counts to the section it runs before
 * @param offset of the command's code within its section, as a report names it
 * @param detail a sentence for people
 */
public record Finding(Kind kind, int section, int offset, String detail) {

    /** What is wrong, by the rule that it breaks. */
    public enum Kind {
        /** A device of another vendor would be changed or started (manifest §9: check before anything else). */
        ACTS_BEFORE_VENDOR,
        /** A device of another class would be changed or started. */
        ACTS_BEFORE_CLASS,
        /** A digest is set with set-parameters: what was set before it would win (trust-domains §6.2). */
        DIGEST_NOT_OVERRIDDEN,
        /** An image is compared with no digest. */
        DIGEST_MISSING,
        /** What was written is not compared with its digest before the procedure ends. */
        WRITTEN_NOT_VERIFIED,
        /** It is started without having been compared with its digest in the same procedure. */
        INVOKED_NOT_VERIFIED,
        /** Run again from its start after a cut, the section would read what it has itself overwritten. */
        RESTART_DIVERGES,
        /** The signer may not touch this component. */
        COMPONENT_NOT_PERMITTED,
        /** The signer may not use this command. */
        COMMAND_NOT_PERMITTED,
        /** The signer may not set this parameter. */
        PARAMETER_NOT_PERMITTED,
        /** The device cannot do this command. */
        COMMAND_UNSUPPORTED,
        /** The device does not know this parameter. */
        PARAMETER_UNSUPPORTED,
        /** The device has no such component. */
        COMPONENT_UNSUPPORTED,
        /** The device cannot compute this digest, check any of these signatures or undo this encryption. */
        ALGORITHM_UNSUPPORTED,
        /** The device does not know a member of the envelope or the manifest. */
        MEMBER_UNSUPPORTED,
        /** An envelope or an image that is longer than the device holds. */
        TOO_LARGE,
        /** There are more ways through the manifest than are gone through: nothing is said about the rest. */
        TOO_MANY_WAYS;

        /** Whether it is about what the signer may, not about what the manifest does. */
        public boolean ofTheSigner() {
            return this == COMPONENT_NOT_PERMITTED || this == COMMAND_NOT_PERMITTED || this == PARAMETER_NOT_PERMITTED;
        }

        /** Stable, for machines. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
