package dev.muster.format.update.suit;

/** A manifest member that its author may take out of the manifest (manifest §8.5). */
public sealed interface Severable {

    /** It is here: the content of its byte string. */
    record Present(byte[] content) implements Severable {}

    /** It was taken out; the digest covers the envelope member's byte string with its CBOR header. */
    record Severed(SuitDigest digest) implements Severable {}
}
