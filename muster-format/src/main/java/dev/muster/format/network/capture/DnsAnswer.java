package dev.muster.format.network.capture;

import dev.muster.format.network.packet.Address;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an answer of DNS tells of the name that was asked for (RFC 1035 §4.1).
 *
 * @param name lower case, without the final dot
 * @param addresses to which it leads, over its aliases
 */
public record DnsAnswer(String name, List<Address> addresses) {
    private static final int RECORDS_MOST = 256;
    private static final int JUMPS_MOST = 64;
    private static final int NAME_CHARS_MOST = 253;

    public DnsAnswer {
        addresses = List.copyOf(addresses);
    }

    /** Reads a message; empty when it is no answer with addresses, or is not understood. */
    public static Optional<DnsAnswer> of(byte[] message) {
        try {
            return read(ByteBuffer.wrap(message));
        } catch (IndexOutOfBoundsException | java.nio.BufferUnderflowException | IllegalArgumentException cut) {
            return Optional.empty();
        }
    }

    private static Optional<DnsAnswer> read(ByteBuffer in) {
        int flags = in.getShort(2);
        int questions = Short.toUnsignedInt(in.getShort(4));
        int answers = Short.toUnsignedInt(in.getShort(6));
        if ((flags & 0x8000) == 0 || (flags & 0x780f) != 0 || questions != 1 || answers > RECORDS_MOST) {
            return Optional.empty();
        }
        in.position(12);
        String asked = name(in);
        in.position(in.position() + 4);
        Map<String, String> aliases = new HashMap<>();
        Map<String, List<Address>> addresses = new HashMap<>();
        for (int i = 0; i < answers; i++) {
            String owner = name(in);
            int type = in.getShort();
            in.position(in.position() + 6);
            int length = Short.toUnsignedInt(in.getShort());
            int next = in.position() + length;
            if ((type == 1 && length == 4) || (type == 28 && length == 16)) {
                byte[] bytes = new byte[length];
                in.get(bytes);
                addresses
                        .computeIfAbsent(owner, o -> new ArrayList<>())
                        .add(new Address(length == 4 ? 4 : 6, new BigInteger(1, bytes)));
            } else if (type == 5) {
                aliases.put(owner, name(in));
            }
            in.position(next);
        }
        String at = asked;
        Set<String> passed = new HashSet<>();
        while (aliases.containsKey(at) && passed.add(at)) {
            at = aliases.getOrDefault(at, at);
        }
        List<Address> found = addresses.getOrDefault(at, List.of());
        return found.isEmpty() ? Optional.empty() : Optional.of(new DnsAnswer(asked, found));
    }

    /** Leaves the buffer behind the name; parts of it may lie earlier in the message. */
    private static String name(ByteBuffer in) {
        StringBuilder name = new StringBuilder();
        int behind = -1;
        for (int i = 0; i < JUMPS_MOST * 2; i++) {
            int length = Byte.toUnsignedInt(in.get());
            if (length == 0) {
                if (behind >= 0) {
                    in.position(behind);
                }
                return name.toString().toLowerCase(Locale.ROOT);
            }
            if ((length & 0xc0) == 0xc0) {
                int place = ((length & 0x3f) << 8) | Byte.toUnsignedInt(in.get());
                behind = behind < 0 ? in.position() : behind;
                in.position(place);
            } else if (length > 63 || name.length() + length + 1 > NAME_CHARS_MOST) {
                throw new IllegalArgumentException("a label that is none");
            } else {
                name.append(name.isEmpty() ? "" : ".");
                for (int j = 0; j < length; j++) {
                    name.append((char) Byte.toUnsignedInt(in.get()));
                }
            }
        }
        throw new IllegalArgumentException("a name that turns in circles");
    }
}
