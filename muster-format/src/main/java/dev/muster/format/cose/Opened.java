package dev.muster.format.cose;

/** What opening an encrypted message came to. */
public sealed interface Opened {
    /** The content; with an algorithm that authenticates, nobody without the key has changed it. */
    record Content(byte[] plain) implements Opened {}

    /** Not opened. */
    record Refused(Verdict.Reason reason, String detail) implements Opened {}
}
