package dev.muster.format.network.netlink;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** A lookup by a key of several fields: {@code ip daddr & 255.255.255.0 . ether saddr . meta l4proto @set}. */
final class KeyMessages {
    private final Expressions to;
    private final Words words;
    private final IntConsumer family;

    /** @param mask empty when all of it is the key */
    @SuppressWarnings("ArrayRecordComponent")
    private record Part(String header, String field, byte[] mask) {}

    /** @param family says of which family a packet has to be */
    KeyMessages(Expressions to, Words words, IntConsumer family) {
        this.to = to;
        this.words = words;
        this.family = family;
    }

    void write(String first) {
        List<Part> parts = new ArrayList<>();
        parts.add(part(first));
        while (words.follows(".")) {
            parts.add(part(words.next()));
        }
        for (Part part : parts) {
            // What a packet has to have stands before the key: both need the first register.
            switch (part.header()) {
                case "ip" -> family.accept(4);
                case "ip6" -> family.accept(6);
                case "ether" -> to.ethernet();
                default -> {
                    // Whatever it is, it has these.
                }
            }
        }
        int slot = 0;
        for (Part part : parts) {
            slot += load(part, slot);
        }
        String set = words.next();
        if (!set.startsWith("@")) {
            throw words.unclear(set);
        }
        to.lookup(set.substring(1), false, false);
    }

    private Part part(String header) {
        String field = words.next();
        if (!words.follows("&")) {
            return new Part(header, field, new byte[0]);
        }
        String mask = words.next();
        return new Part(
                header,
                field,
                switch (header) {
                    case "ip" -> words.address(mask, 4);
                    case "ip6" -> words.address(mask, 6);
                    case "ct" -> Expressions.host(words.hex(mask));
                    default -> throw words.unclear(mask);
                });
    }

    /** @return how many registers of four bytes it takes */
    private int load(Part part, int slot) {
        int register = Expressions.register(slot);
        String what = part.header() + " " + part.field();
        int bytes = bytes(what);
        switch (what) {
            case "ip saddr" -> to.payload(register, Codes.NETWORK, 12, bytes);
            case "ip daddr" -> to.payload(register, Codes.NETWORK, 16, bytes);
            case "ip6 saddr" -> to.payload(register, Codes.NETWORK, 8, bytes);
            case "ip6 daddr" -> to.payload(register, Codes.NETWORK, 24, bytes);
            case "ether saddr" -> to.payload(register, Codes.LINK, Codes.ETHER_BYTES, bytes);
            case "th sport" -> to.payload(register, Codes.TRANSPORT, 0, bytes);
            case "th dport" -> to.payload(register, Codes.TRANSPORT, 2, bytes);
            case "meta l4proto" -> to.load("meta", Codes.META_L4PROTO, register);
            case "ct mark" -> to.load("ct", Codes.CT_MARK, register);
            default -> throw words.unclear(part.field());
        }
        if (part.mask().length > 0) {
            to.bitwise(register, part.mask(), Expressions.bytes(BigInteger.ZERO, bytes));
        }
        return (bytes + 3) / 4;
    }

    private static int bytes(String what) {
        return switch (what) {
            case "meta l4proto" -> 1;
            case "th sport", "th dport" -> 2;
            case "ether saddr" -> Codes.ETHER_BYTES;
            case "ip6 saddr", "ip6 daddr" -> 16;
            default -> 4;
        };
    }
}
