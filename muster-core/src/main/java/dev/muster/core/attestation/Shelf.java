package dev.muster.core.attestation;

import dev.muster.format.attest.coswid.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one environment has. Most have one value: a place in a list is all that one takes. */
final class Shelf {
    /** So many are looked through; more are found by digest and version. */
    private static final int FEW = 8;

    private List<ReferenceValue> all = List.of();
    private @Nullable Index index;

    /** Values by what they are asked for. */
    private static final class Index {
        final Map<Digest, List<ReferenceValue>> byDigest = new HashMap<>();
        final Map<String, List<ReferenceValue>> byVersion = new HashMap<>();
        final List<ReferenceValue> withoutDigest = new ArrayList<>();

        void add(ReferenceValue value) {
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

    /** Every value, in the order in which they came. */
    List<ReferenceValue> all() {
        return all;
    }

    /** The values with this digest of the whole. */
    List<ReferenceValue> of(Digest digest) {
        return index == null
                ? some(value -> value.slotDigest().filter(digest::equals).isPresent())
                : index.byDigest.getOrDefault(digest, List.of());
    }

    /** The values of a version. */
    List<ReferenceValue> of(String version) {
        return index == null
                ? some(value -> value.version().filter(version::equals).isPresent())
                : index.byVersion.getOrDefault(version, List.of());
    }

    /** Values that do not state the digest of a slot: few, so they may be tried one by one. */
    List<ReferenceValue> withoutDigest() {
        return index == null ? some(value -> value.slotDigest().isEmpty()) : index.withoutDigest;
    }

    private List<ReferenceValue> some(Predicate<ReferenceValue> wanted) {
        List<ReferenceValue> found = new ArrayList<>(all.size());
        for (ReferenceValue value : all) {
            if (wanted.test(value)) {
                found.add(value);
            }
        }
        return found;
    }

    /** Whether a release that is valid then has another digest of its whole. */
    boolean hasOtherThan(List<Digest> digests, String maker, Instant time) {
        return all.stream()
                .anyMatch(value -> value.slotDigest()
                                .filter(digest -> !digests.contains(digest))
                                .isPresent()
                        && value.maker().equals(maker)
                        && value.validAt(time));
    }

    void add(ReferenceValue value) {
        if (all.isEmpty()) {
            all = List.of(value);
            return;
        }
        if (all.size() == 1) {
            all = new ArrayList<>(all);
        }
        all.add(value);
        if (index != null) {
            index.add(value);
        } else if (all.size() > FEW) {
            Index made = new Index();
            all.forEach(made::add);
            index = made;
        }
    }
}
