package dev.muster.format.inspect;

import dev.muster.format.cbor.Cbor;
import java.util.Comparator;
import java.util.List;

/** The families of formats in CBOR that can be inspected. A new family adds its list here, a new format its line there. */
public final class Kinds {
    private static final List<List<Kind>> FAMILIES = List.of(
            SuitKinds.ALL,
            ReferenceKinds.ALL,
            CoseKinds.ALL,
            JoiningKinds.ALL,
            EvidenceKinds.ALL,
            List.of(Kind.unsigned(Kind.Rank.ANYTHING, "CBOR", item -> true, Shape.ANY)));

    /** In the order in which they are asked: the surest first, and between equals as the families stand. */
    public static final List<Kind> ALL = FAMILIES.stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparing(Kind::rank))
            .toList();

    private Kinds() {}

    /** The kind of an item; the last of {@link #ALL} fits everything. */
    public static Kind of(Cbor item) {
        return ALL.stream().filter(k -> k.recognises().test(item)).findFirst().orElseThrow();
    }
}
