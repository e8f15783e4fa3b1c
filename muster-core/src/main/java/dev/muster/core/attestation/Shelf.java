package dev.muster.core.attestation;

import dev.muster.format.attest.coswid.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one environment has. */
final class Shelf {
    final List<ReferenceValue> all = new ArrayList<>();
    final Map<Digest, List<ReferenceValue>> byDigest = new HashMap<>();
    /** Triples that do not state the digest of a slot: few, so they may be tried one by one. */
    final List<ReferenceValue> withoutDigest = new ArrayList<>();

    final Map<String, List<ReferenceValue>> byVersion = new HashMap<>();

    /** Whether a release that is valid then has another digest of its whole. */
    boolean hasOtherThan(List<Digest> digests, String maker, Instant time) {
        return byDigest.entrySet().stream()
                .filter(entry -> !digests.contains(entry.getKey()))
                .anyMatch(entry -> entry.getValue().stream()
                        .anyMatch(value -> value.maker().equals(maker) && value.validAt(time)));
    }

    void add(ReferenceValue value) {
        all.add(value);
        Optional<Digest> digest = value.slotDigest();
        if (digest.isPresent()) {
            byDigest.computeIfAbsent(digest.get(), key -> new ArrayList<>()).add(value);
        } else {
            withoutDigest.add(value);
        }
        value.version()
                .ifPresent(version -> byVersion
                        .computeIfAbsent(version, key -> new ArrayList<>())
                        .add(value));
    }
}
