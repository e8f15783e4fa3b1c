package dev.muster.format.update.suit;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * SUIT_Envelope (tag 107): signatures, the manifest as bytes that nobody has looked into yet, members that were severed from
 * it, and integrated payloads.
 *
 * @param encoded the whole envelope as received
 * @param manifestBytes content of the manifest's byte string
 * @param severed severed members by manifest key, each the content of its byte string
 * @param integrated integrated payloads by the name that a URI refers to, for example {@code #firmware}
 */
public record Envelope(
        byte[] encoded,
        Authentication authentication,
        byte[] manifestBytes,
        SortedMap<Integer, byte[]> severed,
        Map<String, byte[]> integrated) {

    public Envelope {
        severed = Collections.unmodifiableSortedMap(new TreeMap<>(severed));
        integrated = Map.copyOf(integrated);
    }

    /**
     * Reads the outside of an envelope. The manifest stays bytes until its signature is known to be good.
     *
     * @throws SuitException when the bytes are not a SUIT_Envelope_Tagged
     */
    public static Envelope parse(byte[] bytes) {
        return SuitReader.envelope(bytes);
    }

    public Optional<byte[]> payload(String name) {
        return Optional.ofNullable(integrated.get(name));
    }
}
