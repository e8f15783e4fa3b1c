package dev.muster.format.network.netlink;

import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Prefix;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Keys of several fields: as nft prints them, and as the kernel has them. */
final class Keys {
    private static final String BETWEEN = " . ";
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    private Keys() {}

    /** The least and the highest bytes of a key; the same for one key alone. */
    @SuppressWarnings("ArrayRecordComponent")
    record Ends(byte[] low, byte[] high) {
        boolean single() {
            return Arrays.equals(low, high);
        }
    }

    /** @throws NetlinkException when a word is not what its field has */
    static Ends bytes(List<KeyField> fields, String key) {
        if (fields.isEmpty()) {
            throw unclear(key);
        }
        byte[] low = new byte[KeyField.bytes(fields)];
        byte[] high = new byte[low.length];
        int at = 0;
        int from = 0;
        for (int i = 0; i < fields.size(); i++) {
            boolean last = i == fields.size() - 1;
            int dot = last ? key.length() : key.indexOf(BETWEEN, from);
            if (dot < 0 || from > dot || (last && key.indexOf(BETWEEN, from) >= 0)) {
                throw unclear(key);
            }
            KeyField field = fields.get(i);
            Ends ends = ends(field, key.substring(from, dot));
            from = dot + BETWEEN.length();
            System.arraycopy(ends.low, 0, low, at, field.bytes());
            System.arraycopy(ends.high, 0, high, at, field.bytes());
            at += field.padded();
        }
        return new Ends(low, high);
    }

    private static Ends ends(KeyField field, String word) {
        try {
            return switch (field) {
                case IPV4_ADDR -> addresses(4, word);
                case IPV6_ADDR -> addresses(6, word);
                case ETHER_ADDR -> both(COLONS.parseHex(word), field);
                case MARK -> both(Expressions.host(Integer.parseUnsignedInt(word.substring(2), 16)), field);
                case INET_PROTO, INET_SERVICE -> {
                    int dash = word.indexOf('-');
                    int low = Integer.parseInt(dash < 0 ? word : word.substring(0, dash));
                    int high = dash < 0 ? low : Integer.parseInt(word.substring(dash + 1));
                    if (low < 0 || low > high || high >= 1 << (8 * field.bytes())) {
                        throw unclear(word);
                    }
                    yield new Ends(Expressions.number(low, field.bytes()), Expressions.number(high, field.bytes()));
                }
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException no) {
            throw unclear(word);
        }
    }

    private static Ends both(byte[] value, KeyField field) {
        if (value.length != field.bytes()) {
            throw new IllegalArgumentException("another length");
        }
        return new Ends(value, value);
    }

    private static Ends addresses(int family, String word) {
        int bytes = family == 4 ? 4 : 16;
        int dash = word.indexOf('-');
        if (dash > 0) {
            return new Ends(address(family, word.substring(0, dash)), address(family, word.substring(dash + 1)));
        }
        if (word.indexOf('/') < 0) {
            byte[] one = address(family, word);
            return new Ends(one, one);
        }
        Prefix prefix = Prefix.parse(word).filter(p -> p.family() == family).orElseThrow(() -> unclear(word));
        return new Ends(Expressions.bytes(prefix.base(), bytes), Expressions.bytes(prefix.last(), bytes));
    }

    private static byte[] address(int family, String word) {
        return Address.parse(word)
                .filter(a -> a.family() == family)
                .map(a -> Expressions.bytes(a.value(), family == 4 ? 4 : 16))
                .orElseThrow(() -> unclear(word));
    }

    /** @throws NetlinkException when the lengths are not those of the fields */
    static String text(List<KeyField> fields, byte[] low, byte[] high) {
        int whole = KeyField.bytes(fields);
        if (fields.isEmpty() || low.length != whole || high.length != whole) {
            throw new NetlinkException("a key of " + low.length + " bytes", "/set");
        }
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (KeyField field : fields) {
            text.append(at == 0 ? "" : " . ");
            int end = at + field.bytes();
            text(field, Arrays.copyOfRange(low, at, end), Arrays.copyOfRange(high, at, end), text);
            at += field.padded();
        }
        return text.toString();
    }

    private static void text(KeyField field, byte[] low, byte[] high, StringBuilder text) {
        boolean one = Arrays.equals(low, high);
        switch (field) {
            case IPV4_ADDR, IPV6_ADDR -> {
                BigInteger from = new BigInteger(1, low);
                text.append(network(from, new BigInteger(1, high).add(BigInteger.ONE), low.length));
            }
            case ETHER_ADDR, MARK -> {
                if (!one) {
                    throw new NetlinkException("a range of " + field.word(), "/set");
                }
                text.append(field == KeyField.ETHER_ADDR ? COLONS.formatHex(low) : Expressions.hex(low));
            }
            case INET_PROTO, INET_SERVICE ->
                text.append(new BigInteger(1, low)).append(one ? "" : "-" + new BigInteger(1, high));
        }
    }

    static String network(BigInteger from, BigInteger next, int bytes) {
        BigInteger size = next.subtract(from);
        int family = bytes == 4 ? 4 : 6;
        boolean prefix = size.bitCount() == 1 && from.mod(size).signum() == 0;
        Address first = new Address(family, from);
        if (size.equals(BigInteger.ONE)) {
            return first.toString();
        }
        return prefix
                ? first + "/" + (Prefix.bits(family) - size.getLowestSetBit())
                : first + "-" + new Address(family, next.subtract(BigInteger.ONE));
    }

    private static NetlinkException unclear(String word) {
        return new NetlinkException("not understood: " + word, "/set");
    }
}
