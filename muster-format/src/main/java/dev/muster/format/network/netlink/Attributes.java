package dev.muster.format.network.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The attributes of one message or of another attribute, each at most once; or the items of a list. */
final class Attributes {
    private static final int TYPE_MASK = 0x3fff;

    private final Map<Integer, byte[]> values = new HashMap<>();
    private final List<byte[]> items = new ArrayList<>();
    private final String where;

    /** @throws NetlinkException when a length is wrong */
    Attributes(byte[] bytes, int from, int to, String where) {
        this.where = where;
        ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int at = from;
        while (at + 4 <= to) {
            int length = Short.toUnsignedInt(all.getShort(at));
            if (length < 4 || at + length > to) {
                throw new NetlinkException(
                        "an attribute of " + length + " bytes where " + (to - at) + " are left", where);
            }
            byte[] value = Arrays.copyOfRange(bytes, at + 4, at + length);
            values.put(all.getShort(at + 2) & TYPE_MASK, value);
            items.add(value);
            at += (length + 3) & ~3;
        }
    }

    private Attributes(byte[] bytes, String where) {
        this(bytes, 0, bytes.length, where);
    }

    boolean has(int type) {
        return values.containsKey(type);
    }

    byte[] data(int type) {
        byte[] value = values.get(type);
        if (value == null) {
            throw new NetlinkException("the attribute " + type + " is missing", where);
        }
        return value;
    }

    int number(int type) {
        byte[] value = data(type);
        if (value.length != 4) {
            throw new NetlinkException("the attribute " + type + " has " + value.length + " bytes and not 4", where);
        }
        return ByteBuffer.wrap(value).getInt();
    }

    /** A number of two bytes. */
    int half(int type) {
        byte[] value = data(type);
        if (value.length != 2) {
            throw new NetlinkException("the attribute " + type + " has " + value.length + " bytes and not 2", where);
        }
        return Short.toUnsignedInt(ByteBuffer.wrap(value).getShort());
    }

    int number(int type, int otherwise) {
        return has(type) ? number(type) : otherwise;
    }

    long wide(int type) {
        byte[] value = data(type);
        if (value.length != 8) {
            throw new NetlinkException("the attribute " + type + " has " + value.length + " bytes and not 8", where);
        }
        return ByteBuffer.wrap(value).getLong();
    }

    String text(int type) {
        String text = new String(data(type), StandardCharsets.UTF_8);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }

    Attributes inner(int type) {
        return new Attributes(data(type), where + "/" + type);
    }

    /** The items of a list, each with attributes of its own. */
    List<Attributes> list(int type) {
        return has(type)
                ? inner(type).items.stream()
                        .map(item -> new Attributes(item, where + "/" + type))
                        .toList()
                : List.of();
    }

    /** The value in an attribute of data. */
    byte[] value(int type) {
        Attributes data = inner(type);
        data.only(Set.of(Codes.DATA_VALUE));
        return data.data(Codes.DATA_VALUE);
    }

    /** @throws NetlinkException when there is an attribute that is not among these: what it says would be left out */
    void only(Set<Integer> known) {
        for (Integer type : values.keySet()) {
            if (!known.contains(type)) {
                throw new NetlinkException("an attribute " + type + " that is not known", where);
            }
        }
    }
}
