package dev.muster.format.update.suit.author;

import dev.muster.format.update.suit.ComponentId;
import dev.muster.format.update.suit.SuitDigest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * What is wanted, as an author writes it.
 *
 * @param sequenceNumber unsigned
 * @param components in the order in which they were written; one that stands here several times has several slots
 * @param texts about the whole, by language and key of the text map
 * @param severable whether install and text go beside the manifest
 * @param leftOut members that were read and are not carried, by path
 */
public record AuthorManifest(
        long sequenceNumber,
        Optional<String> referenceUri,
        List<Part> components,
        SortedMap<String, SortedMap<Integer, String>> texts,
        boolean severable,
        List<String> leftOut) {

    public AuthorManifest {
        components = List.copyOf(components);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * One component, or one slot of it.
     *
     * @param install where it is in the end
     * @param download where it is fetched to first, to be copied from there at install
     * @param load where it is copied to before it is invoked
     * @param vendorId 16 bytes
     * @param classId 16 bytes
     * @param texts about the component, by language and key
     */
    public record Part(
            ComponentId install,
            Optional<Image> image,
            Optional<String> uri,
            OptionalLong slot,
            Optional<byte[]> vendorId,
            Optional<byte[]> classId,
            boolean bootable,
            Optional<Elsewhere> download,
            Optional<Elsewhere> load,
            SortedMap<String, SortedMap<Integer, String>> texts) {}

    /** What the bytes must be. */
    public record Image(SuitDigest digest, OptionalLong bytes) {}

    /** Another place of the same component. */
    public record Elsewhere(ComponentId id, Image image) {}
}
