package dev.muster.format.attest.eat;

import dev.muster.format.attest.coswid.Digest;

/** A part of the device that makes claims of its own (RFC 9711 §4.2.18). */
public sealed interface Submodule {
    /** Claims that the surrounding token vouches for. */
    record Claims(ClaimsSet claims) implements Submodule {}

    /** A token with a signature of its own, as bytes; not verified here. */
    record NestedToken(byte[] token) implements Submodule {}

    /** A token in the other serialization: the JSON selector as text; not verified here. */
    record NestedJson(String selector) implements Submodule {}

    /** The hash of a claims set that travels beside the token (§4.2.18.3). */
    record Detached(Digest digest) implements Submodule {}
}
