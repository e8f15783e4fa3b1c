package dev.muster.format.network.netlink;

import dev.muster.format.network.netlink.TableText.Group;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The elements of one set as parts of a message. */
final class ElementMessages {
    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,8}s");
    private static final Pattern NAME = Pattern.compile("\"[A-Za-z0-9._-]{1,64}\"");

    private final Messages out;
    private final Group set;
    private final List<KeyField> fields;

    ElementMessages(Messages out, Group set) {
        this.out = out;
        this.set = set;
        this.fields = KeyField.fields(set.type());
    }

    /**
     * Appends one.
     *
     * @param element as nft has it: {@code key}, {@code key timeout 5s}, {@code key comment "name"}, {@code key : jump chain},
     *     {@code key : 0x00000001}
     */
    void element(String element) {
        int colon = set.map() ? element.indexOf(" : ") : -1;
        int more = set.timeout() ? element.indexOf(" timeout ") : element.indexOf(" comment ");
        int end = colon >= 0 ? colon : more >= 0 ? more : element.length();
        if (set.map() != colon >= 0) {
            throw unclear(element);
        }
        Keys.Ends ends = Keys.bytes(fields, element.substring(0, end));
        boolean alone = fields.size() == 1;
        if (!set.interval() && !ends.single()) {
            throw unclear(element);
        }
        int item = key(ends.low());
        if (set.interval() && !alone) {
            value(Codes.ELEMENT_KEY_END, ends.high());
        }
        if (colon >= 0) {
            data(element.substring(colon + 3));
        } else if (more >= 0) {
            more(element.substring(more + 9));
        }
        out.close(item);
        if (!set.interval() || !alone) {
            return;
        }
        BigInteger after = new BigInteger(1, ends.high()).add(BigInteger.ONE);
        if (after.bitLength() <= ends.high().length * 8) {
            int last = key(Expressions.bytes(after, ends.high().length));
            out.number(Codes.ELEMENT_FLAGS, Codes.INTERVAL_END).close(last);
        }
    }

    private int key(byte[] value) {
        int item = out.open(Codes.LIST_ITEM);
        value(Codes.ELEMENT_KEY, value);
        return item;
    }

    private void value(int type, byte[] value) {
        int place = out.open(type);
        out.data(Codes.DATA_VALUE, value).close(place);
    }

    private void data(String word) {
        if (set.data().equals("mark")) {
            value(Codes.ELEMENT_DATA, Keys.bytes(List.of(KeyField.MARK), word).low());
            return;
        }
        if (!word.startsWith("jump ")) {
            throw unclear(word);
        }
        int data = out.open(Codes.ELEMENT_DATA);
        int verdict = out.open(Codes.DATA_VERDICT);
        out.number(Codes.VERDICT_CODE, Codes.JUMP)
                .text(Codes.VERDICT_CHAIN, word.substring(5))
                .close(verdict)
                .close(data);
    }

    private void more(String word) {
        if (set.timeout() && SECONDS.matcher(word).matches()) {
            out.wide(Codes.ELEMENT_TIMEOUT, Long.parseLong(word.substring(0, word.length() - 1)) * 1000);
        } else if (!set.timeout() && NAME.matcher(word).matches()) {
            byte[] name = word.substring(1, word.length() - 1).getBytes(StandardCharsets.US_ASCII);
            byte[] all = new byte[name.length + 3];
            // Of nft's own making: which of its notes it is, its length, and a text that ends with 0.
            all[1] = (byte) (name.length + 1);
            System.arraycopy(name, 0, all, 2, name.length);
            out.data(Codes.ELEMENT_COMMENTS, all);
        } else {
            throw unclear(word);
        }
    }

    private static NetlinkException unclear(String element) {
        return new NetlinkException("not understood: " + element, "/set");
    }
}
