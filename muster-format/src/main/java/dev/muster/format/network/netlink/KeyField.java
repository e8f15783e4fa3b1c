package dev.muster.format.network.netlink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One field of a set's key, as nft names and numbers it. In a key of several each begins at a multiple of four bytes. */
enum KeyField {
    IPV4_ADDR(7, 4),
    IPV6_ADDR(8, 16),
    ETHER_ADDR(9, Codes.ETHER_BYTES),
    INET_PROTO(12, 1),
    INET_SERVICE(13, 2),
    MARK(19, 4);

    /** Each field's number takes so many bits of the number of a key. */
    private static final int BITS = 6;

    private final int number;
    private final int bytes;

    KeyField(int number, int bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    int padded() {
        return (bytes + 3) & ~3;
    }

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Optional<KeyField> of(int number) {
        return Arrays.stream(values()).filter(f -> f.number == number).findFirst();
    }

    /** The fields of a type such as {@code ether_addr . mark}; empty when one is not known. */
    static List<KeyField> fields(String type) {
        List<KeyField> fields = new ArrayList<>();
        for (String word : type.split(" \\. ", -1)) {
            Optional<KeyField> one =
                    Arrays.stream(values()).filter(f -> f.word().equals(word)).findFirst();
            if (one.isEmpty()) {
                return List.of();
            }
            fields.add(one.get());
        }
        return fields;
    }

    static int number(List<KeyField> fields) {
        return fields.stream().mapToInt(f -> f.number).reduce(0, (all, one) -> all << BITS | one);
    }

    /** What nft prints for the number of a key. */
    static String type(int number) {
        List<String> words = new ArrayList<>();
        for (int rest = number; rest > 0; rest >>>= BITS) {
            int one = rest & ((1 << BITS) - 1);
            words.addFirst(of(one).map(KeyField::word).orElse("type-" + one));
        }
        return String.join(" . ", words);
    }

    /** Bytes of a key: alone as many as it has, among others padded. */
    static int bytes(List<KeyField> fields) {
        return fields.size() == 1
                ? fields.getFirst().bytes
                : fields.stream().mapToInt(KeyField::padded).sum();
    }
}
