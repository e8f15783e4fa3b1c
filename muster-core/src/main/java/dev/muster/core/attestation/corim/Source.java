package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.corim.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a relation comes from.
 *
 * @param provider name of who signed it
 * @param authority keys of the provider
 * @param corim identity of the manifest
 * @param tag identity of the CoMID
 * @param place which triple of the tag, in words: {@code reference value 2}
 * @param profile of the manifest
 * @param validity when it counts: all of these
 * @param activation when a tag list of the provider names the tag: one of these; empty when the provider has no list
 */
public record Source(
        String provider,
        List<TypedBytes> authority,
        String corim,
        String tag,
        String place,
        Optional<String> profile,
        List<Validity> validity,
        Optional<List<Validity>> activation) {
    public Source {
        authority = List.copyOf(authority);
        validity = List.copyOf(validity);
        activation = activation.map(List::copyOf);
    }

    /** Whether it counts at that time. */
    public boolean validAt(Instant time) {
        return validity.stream().allMatch(span -> span.covers(time))
                && activation
                        .map(spans -> spans.stream().anyMatch(span -> span.covers(time)))
                        .orElse(true);
    }

    /** The same tag, at another triple. */
    Source at(String triple) {
        return new Source(provider, authority, corim, tag, triple, profile, validity, activation);
    }

    @Override
    public String toString() {
        return place + " of tag " + tag + ", manifest " + corim + " by " + provider;
    }
}
