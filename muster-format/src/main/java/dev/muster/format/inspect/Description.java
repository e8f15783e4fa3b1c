package dev.muster.format.inspect;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborBytes;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborFloat;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborText;
import dev.muster.format.cbor.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Turns an item and its shape into the tree that people read. Never fails on a wrong shape: it then shows what is there. */
final class Description {
    /** A byte string is shown whole up to here; longer ones with their length, beginning and digest-sized head. */
    private static final int BYTES_SHOWN = 64;

    /** A byte string of printable letters is shown as such from here on; shorter ones are more likely numbers. */
    private static final int TEXT_LEAST = 6;

    /** Embedded items inside embedded items are opened down to here, so that nesting in the input bounds the output. */
    private static final int EMBEDDED_DEPTH = 24;

    /** Children shown of one array or map; more are counted. */
    private static final int CHILDREN_SHOWN = 2_000;

    /** Tag of a time in seconds (RFC 8949 §3.4.2). */
    private static final long EPOCH = 1;

    /** A time outside of this is shown as a number: somebody's milliseconds, or hostile. */
    private static final long SECONDS_MOST = 253_402_300_799L;

    private final int offset;
    private final int embedded;

    private Description(int offset, int embedded) {
        this.offset = offset;
        this.embedded = embedded;
    }

    static Node of(String label, Cbor item, Shape shape) {
        return new Description(0, 0).node(label, item, shape);
    }

    private Node node(String label, Cbor item, Shape shape) {
        return switch (shape) {
            case Shape.Later later -> node(label, item, later.shape().get());
            case Shape.ByType choice -> node(label, item, chosen(item, choice));
            case Shape.ByKey choice when item instanceof CborMap map -> node(label, item, chosen(map, choice));
            case Shape.Embedded inner when item instanceof CborBytes bytes -> embedded(label, bytes, inner.inner());
            case Shape.Tagged tagged -> tagged(label, item, tagged);
            case Shape.Keys keys when item instanceof CborMap map -> map(label, map, keys);
            case Shape.MapOf entries when item instanceof CborMap map -> mapOf(label, map, entries);
            case Shape.Tuple tuple when item instanceof CborArray array -> tuple(label, array, tuple);
            case Shape.ArrayOf list when item instanceof CborArray array -> arrayOf(label, array, list.element());
            case Shape.Pairs pairs when item instanceof CborArray array -> pairs(label, array, pairs);
            case Shape.Code code -> leaf(label, item, coded(item, code));
            case Shape.Time time when isLeaf(item) || item instanceof CborTag -> leaf(label, item, time(item));
            case Shape.Secret secret -> leaf(label, item, "(private, not shown)");
            default -> plain(label, item);
        };
    }

    private static Shape chosen(Cbor item, Shape.ByType choice) {
        return switch (item) {
            case CborBytes b -> choice.onBytes();
            case CborArray a -> choice.onArray();
            case CborMap m -> choice.onMap();
            default -> choice.onOther();
        };
    }

    private static Shape chosen(CborMap map, Shape.ByKey choice) {
        return map.get(choice.key())
                .flatMap(value -> Optional.ofNullable(choice.layouts().get(keyOf(value))))
                .orElse(choice.other());
    }

    private Node embedded(String label, CborBytes bytes, Shape inner) {
        byte[] content = bytes.asBytes();
        if (content.length == 0 && inner instanceof Shape.Keys) {
            return leaf(label, bytes, "(empty)");
        }
        if (embedded >= EMBEDDED_DEPTH) {
            return plain(label, bytes);
        }
        try {
            Cbor item = Cbor.parse(content, CborProfile.WELL_FORMED, CborLimits.DEFAULT);
            int head = bytes.length() - content.length;
            return new Description(offset + bytes.offset() + head, embedded + 1).node(label, item, inner);
        } catch (CborException notCbor) {
            return plain(label, bytes);
        }
    }

    private Node tagged(String label, Cbor item, Shape.Tagged shape) {
        if (!(item instanceof CborTag tag)) {
            return node(label, item, shape.untagged());
        }
        Shape.Field known = shape.tags().get(tag.tag());
        if (known == null) {
            return plain(label, item);
        }
        Node content = node(label, tag.content(), known.shape());
        String name = known.name() + " (tag " + tag.tag() + ")";
        String value = content.value().isEmpty() ? name : name + " " + content.value();
        return new Node(label, value, at(item), content.children());
    }

    private Node map(String label, CborMap map, Shape.Keys keys) {
        List<Node> children = new ArrayList<>();
        for (CborMap.Entry entry : map.entries()) {
            Object key = keyOf(entry.key());
            Shape.Field known = keys.fields().get(key);
            if (known == null) {
                children.add(node(plainText(entry.key()), entry.value(), keys.other()));
            } else {
                children.add(node(known.name(), entry.value(), known.shape()));
            }
        }
        return parent(label, map, "", children);
    }

    private Node mapOf(String label, CborMap map, Shape.MapOf shape) {
        List<Node> children = new ArrayList<>();
        for (CborMap.Entry entry : map.entries()) {
            String key = shape.key() instanceof Shape.Code code ? coded(entry.key(), code) : plainText(entry.key());
            children.add(node(key, entry.value(), shape.value()));
        }
        return parent(label, map, "", children);
    }

    private Node tuple(String label, CborArray array, Shape.Tuple shape) {
        List<Node> children = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            boolean named = i < shape.fields().size();
            String name = named ? shape.fields().get(i).name() : "[" + i + "]";
            children.add(node(name, array.get(i), named ? shape.fields().get(i).shape() : shape.rest()));
        }
        return parent(label, array, "", children);
    }

    private Node arrayOf(String label, CborArray array, Shape element) {
        List<Node> children = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            children.add(node("[" + i + "]", array.get(i), element));
        }
        return parent(label, array, "", children);
    }

    private Node pairs(String label, CborArray array, Shape.Pairs shape) {
        List<Node> children = new ArrayList<>();
        for (int i = 0; i < array.size(); i += 2) {
            Shape.Field known = shape.codes().get(keyOf(array.get(i)));
            String name = known == null ? plainText(array.get(i)) : known.name();
            if (i + 1 < array.size()) {
                children.add(node(name, array.get(i + 1), known == null ? Shape.ANY : known.shape()));
            } else {
                children.add(leaf(name, array.get(i), "(without an argument)"));
            }
        }
        return parent(label, array, "", children);
    }

    private Node plain(String label, Cbor item) {
        return switch (item) {
            case CborMap map -> mapOf(label, map, new Shape.MapOf(Shape.ANY, Shape.ANY));
            case CborArray array
            when !array.items().stream().allMatch(Description::isLeaf) -> arrayOf(label, array, Shape.ANY);
            case CborTag tag
            when !isLeaf(tag.content()) -> {
                Node content = plain(label, tag.content());
                yield new Node(label, "tag " + tag.tag(), at(item), content.children());
            }
            default -> leaf(label, item, plainText(item));
        };
    }

    private static boolean isLeaf(Cbor item) {
        return !(item instanceof CborMap) && !(item instanceof CborArray) && !(item instanceof CborTag);
    }

    private static Object keyOf(Cbor key) {
        return switch (key) {
            case CborInteger number when fits(number) -> number.asLong();
            case CborText text -> text.asText();
            default -> key;
        };
    }

    private static boolean fits(CborInteger number) {
        return number.asBigInteger().bitLength() < Long.SIZE;
    }

    private static String coded(Cbor item, Shape.Code code) {
        String name = code.names().get(keyOf(item));
        return name == null ? plainText(item) : name + " (" + plainText(item) + ")";
    }

    /** A number of seconds, with or without tag 1; whatever else stands there is shown as it is. */
    private static String time(Cbor item) {
        Cbor number = item instanceof CborTag tag && tag.tag() == EPOCH ? tag.content() : item;
        return switch (number) {
            case CborInteger whole
            when fits(whole) && whole.asLong() >= 0 && whole.asLong() <= SECONDS_MOST ->
                Instant.ofEpochSecond(whole.asLong()) + " (" + plainText(item) + ")";
            case CborFloat part
            when part.asDouble() >= 0 && part.asDouble() <= SECONDS_MOST ->
                Instant.ofEpochMilli(Math.round(part.asDouble() * 1000)) + " (" + plainText(item) + ")";
            default -> plainText(item);
        };
    }

    static String plainText(Cbor item) {
        if (item instanceof CborBytes bytes) {
            return bytes(bytes.asBytes());
        }
        return Diagnostic.print(item);
    }

    static String bytes(byte[] content) {
        if (content.length >= TEXT_LEAST && content.length <= BYTES_SHOWN * 4 && isText(content)) {
            return "'" + new String(content, StandardCharsets.US_ASCII) + "'";
        }
        if (content.length <= BYTES_SHOWN) {
            return "h'" + HexFormat.of().formatHex(content) + "'";
        }
        return "h'" + HexFormat.of().formatHex(content, 0, BYTES_SHOWN / 2) + "…' (" + content.length + " bytes)";
    }

    private static boolean isText(byte[] content) {
        for (byte b : content) {
            if (b < ' ' || b > '~' || b == '\'') {
                return false;
            }
        }
        return true;
    }

    private Node leaf(String label, Cbor item, String value) {
        return Node.leaf(label, value, at(item));
    }

    private Node parent(String label, Cbor item, String value, List<Node> children) {
        if (children.isEmpty()) {
            return leaf(label, item, item instanceof CborMap ? "{}" : "[]");
        }
        if (children.size() > CHILDREN_SHOWN) {
            List<Node> shown = new ArrayList<>(children.subList(0, CHILDREN_SHOWN));
            shown.add(Node.note("…", (children.size() - CHILDREN_SHOWN) + " more"));
            return new Node(label, value, at(item), shown);
        }
        return new Node(label, value, at(item), children);
    }

    private int at(Cbor item) {
        return offset + item.offset();
    }
}
