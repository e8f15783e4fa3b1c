package dev.muster.core.attestation;

import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Cotl;
import dev.muster.format.attest.corim.Validity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tags that makers' tag lists activate (CoRIM -11 §6, §9.3.4.4). A maker that publishes a list wants it followed: from
 * then on its tags count only while a list of its own that holds then names them. A maker without a list has all its tags
 * active. No maker's list says anything of another's tags.
 */
final class Activations {
    private final Set<String> listing = new HashSet<>();
    private final Map<String, List<Validity>> spans = new HashMap<>();

    Activations(List<ReferenceSet.Document> documents) {
        for (ReferenceSet.Document document : documents) {
            for (Cotl list : document.corim().cotls()) {
                listing.add(document.maker());
                for (Cotl.Activated tag : list.tags()) {
                    spans.computeIfAbsent(
                                    key(document.maker(), tag.tagId().toString(), tag.tagVersion()),
                                    key -> new ArrayList<>())
                            .add(list.validity());
                }
            }
        }
    }

    private static String key(String maker, String tag, long version) {
        return maker + "\0" + tag + "\0" + version;
    }

    /** When the tag is active: one of these; empty when the maker has no list. */
    Optional<List<Validity>> of(String maker, Comid comid) {
        return listing.contains(maker)
                ? Optional.of(List.copyOf(
                        spans.getOrDefault(key(maker, comid.tagId().toString(), comid.tagVersion()), List.of())))
                : Optional.empty();
    }
}
