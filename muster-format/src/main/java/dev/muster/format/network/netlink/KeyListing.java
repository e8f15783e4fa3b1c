package dev.muster.format.network.netlink;

import dev.muster.format.network.packet.Address;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The fields of a key that fills several registers, until a set is asked for it. */
final class KeyListing {
    private final Headers headers;
    private final List<Part> parts = new ArrayList<>();
    private int next;

    /** @param mask empty when all of it is the key */
    @SuppressWarnings("ArrayRecordComponent")
    private record Part(Loaded loaded, byte[] mask) {}

    /** @param headers which headers the packet has */
    KeyListing(Headers headers) {
        this.headers = headers;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Where the field that is loaded now began. */
    int next() {
        return next;
    }

    /** Which of the registers of four bytes it begins at. */
    static int slot(int register) {
        return register >= 8 ? register - 8 : (register - 1) * 4;
    }

    /**
     * A field is whole, as what comes next begins.
     *
     * @param slot where that begins
     * @return false when it does not begin right after it, or the field is none of a key
     */
    boolean add(int slot, Loaded loaded, byte[] mask) {
        return slot == next + (loaded.bytes() + 3) / 4 && end(loaded, mask);
    }

    /** The last field is whole; false when it is none of a key. */
    boolean end(Loaded loaded, byte[] mask) {
        parts.add(new Part(loaded, mask));
        next += (loaded.bytes() + 3) / 4;
        return loaded.bytes() > 0;
    }

    /** @throws NetlinkException when a field has no name */
    String words() {
        List<String> words = new ArrayList<>();
        for (Part part : parts) {
            Loaded loaded = part.loaded();
            String name = switch (loaded.what()) {
                case "payload" -> headers.keyName(loaded);
                case "l4proto" -> "meta l4proto";
                case "ct mark" -> "ct mark";
                default -> "";
            };
            if (name.isEmpty()) {
                throw new NetlinkException("not understood: a part of a key", "/rule");
            }
            words.add(part.mask().length == 0 ? name : name + " & " + mask(name, part.mask()));
        }
        return String.join(" . ", words);
    }

    private static String mask(String name, byte[] mask) {
        return name.equals("ct mark")
                ? Expressions.hex(mask)
                : new Address(name.startsWith("ip ") ? 4 : 6, new BigInteger(1, mask)).toString();
    }
}
