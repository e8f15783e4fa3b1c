package dev.muster.format.cbor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rewrites a tree with shortest heads and floats, definite lengths and sorted keys (RFC 8949 §4.2). */
final class Deterministic {
    private record Pair(byte[] key, byte[] value) {}

    private final CborProfile profile;

    Deterministic(CborProfile profile) {
        if (!profile.atLeast(CborProfile.DETERMINISTIC)) {
            throw new IllegalArgumentException(profile + " is not a deterministic form");
        }
        this.profile = profile;
    }

    void write(Cbor item, CborWriter out) {
        switch (item) {
            case CborInteger integer ->
                out.head(Head.major(integer.in, integer.start), Head.argument(integer.in, integer.start));
            case CborBytes bytes -> out.bytes(bytes.asBytes());
            case CborText text -> {
                byte[] utf8 = Head.indefinite(text.in, text.start)
                        ? CborBytes.join(text.in, text.start, text.end)
                        : java.util.Arrays.copyOfRange(text.in, text.start + Head.size(text.in, text.start), text.end);
                out.head(3, utf8.length).raw(utf8, 0, utf8.length);
            }
            case CborArray array -> {
                out.array(array.size());
                array.forEach(each -> write(each, out));
            }
            case CborMap map -> map(map, out);
            case CborTag tag when TagContent.isBignum(tag) -> out.integer(tag.asBigInteger());
            case CborTag tag -> {
                out.head(6, Head.argument(tag.in, tag.start));
                write(tag.content(), out);
            }
            case CborFloat number -> out.number(Floats.widened(number.in, number.start));
            case CborSimple simple -> out.simple(simple.value());
        }
    }

    private void map(CborMap map, CborWriter out) {
        List<Pair> pairs = new ArrayList<>(map.size());
        for (CborMap.Entry entry : map.entries()) {
            pairs.add(new Pair(bytes(entry.key()), bytes(entry.value())));
        }
        pairs.sort(Comparator.comparing(
                Pair::key,
                profile == CborProfile.LENGTH_FIRST ? CborMapBuilder.LENGTH_FIRST : CborMapBuilder.BYTEWISE));
        out.map(pairs.size());
        pairs.forEach(pair -> out.encoded(pair.key).encoded(pair.value));
    }

    private byte[] bytes(Cbor item) {
        CborWriter out = CborWriter.withCapacity(item.length());
        write(item, out);
        return out.toByteArray();
    }
}
