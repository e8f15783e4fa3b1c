package dev.muster.format.network.netlink;

import dev.muster.format.network.packet.Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a rule, one after another; what is in quotation marks is one. */
final class Words {
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

    private final String rule;
    private final List<String> words = new ArrayList<>();
    private int at;

    Words(String rule) {
        this.rule = rule;
        Matcher word = WORD.matcher(rule);
        while (word.find()) {
            words.add(word.group());
        }
    }

    boolean ended() {
        return at == words.size();
    }

    /** The word after so many others; nothing when there is none. */
    String peek(int more) {
        return at + more < words.size() ? words.get(at + more) : "";
    }

    String next() {
        if (at >= words.size()) {
            throw unclear("its end");
        }
        return words.get(at++);
    }

    boolean follows(String word) {
        if (at < words.size() && words.get(at).equals(word)) {
            at++;
            return true;
        }
        return false;
    }

    void expect(String word) {
        if (!follows(word)) {
            throw unclear(at < words.size() ? words.get(at) : "its end");
        }
    }

    NetlinkException unclear(String word) {
        return new NetlinkException("not understood: " + word, "/rule " + rule);
    }

    int[] span(String word, int most) {
        String[] ends = word.split("-", 2);
        int low = Integer.parseInt(ends[0]);
        int high = Integer.parseInt(ends[ends.length - 1]);
        if (low < 0 || low > high || high > most) {
            throw unclear(word);
        }
        return new int[] {low, high};
    }

    int hex(String word) {
        if (!word.matches("0x[0-9a-f]{1,8}")) {
            throw unclear(word);
        }
        return Integer.parseUnsignedInt(word.substring(2), 16);
    }

    byte[] address(String word, int of) {
        return Address.parse(word)
                .filter(a -> a.family() == of)
                .map(a -> Expressions.bytes(a.value(), of == 4 ? 4 : 16))
                .orElseThrow(() -> unclear(word));
    }

    byte[] name(String word) {
        byte[] ascii = word.replace("\"", "").getBytes(StandardCharsets.US_ASCII);
        if (ascii.length >= Codes.NAME_BYTES) {
            throw unclear(word);
        }
        return Arrays.copyOf(ascii, Codes.NAME_BYTES);
    }
}
