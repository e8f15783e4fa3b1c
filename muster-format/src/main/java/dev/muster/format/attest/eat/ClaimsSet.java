package dev.muster.format.attest.eat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * The claims of an entity attestation token (RFC 9711 §4), typed and within their lengths. Every claim is optional here;
 * a profile says which must be there.
 *
 * @param nonces one or several, 8..64 bytes each
 * @param hardwareModel 1..32 bytes
 * @param times exp, nbf and iat in epoch seconds
 * @param known claims of RFC 8392 and RFC 9711 that are checked for their type and kept as bytes: by number
 * @param unknown claims that no specification read here defines: ignored, by number and encoded value
 * @param unknownNames the same for text keys, which RFC 9711 permits in private profiles
 */
public record ClaimsSet(
        Optional<String> profile,
        List<byte[]> nonces,
        Optional<Ueid> ueid,
        Optional<byte[]> oemId,
        Optional<byte[]> hardwareModel,
        Optional<String> hardwareVersion,
        Optional<String> softwareName,
        Optional<String> softwareVersion,
        Optional<Boolean> oemBoot,
        Optional<DebugStatus> debug,
        OptionalLong uptimeSeconds,
        OptionalLong bootCount,
        Times times,
        List<Measurement> manifests,
        List<Measurement> measurements,
        Map<String, Submodule> submodules,
        Map<Long, byte[]> known,
        Map<Long, byte[]> unknown,
        List<String> unknownNames) {
    /** Shortest and longest nonce (RFC 9711 §4.1). */
    public static final int NONCE_MIN_BYTES = 8;

    public static final int NONCE_MAX_BYTES = 64;

    /** When the token was made and when it holds; integers only, because RFC 9711 §4 forbids floats. */
    public record Times(OptionalLong issuedAt, OptionalLong notBefore, OptionalLong expiresAt) {
        /** A token that says nothing about time. */
        public static final Times OPEN = new Times(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

        /** Of two tokens that are one evidence: as old as the older, of no age when one has none, and only while both hold. */
        public Times and(Times other) {
            OptionalLong made = issuedAt.isPresent() && other.issuedAt.isPresent()
                    ? OptionalLong.of(Math.min(issuedAt.getAsLong(), other.issuedAt.getAsLong()))
                    : OptionalLong.empty();
            return new Times(
                    made,
                    LongStream.concat(notBefore.stream(), other.notBefore.stream())
                            .max(),
                    LongStream.concat(expiresAt.stream(), other.expiresAt.stream())
                            .min());
        }
    }

    public ClaimsSet {
        nonces = List.copyOf(nonces);
        manifests = List.copyOf(manifests);
        measurements = List.copyOf(measurements);
        submodules = Map.copyOf(submodules);
        known = Map.copyOf(known);
        unknown = Map.copyOf(unknown);
        unknownNames = List.copyOf(unknownNames);
    }
}
