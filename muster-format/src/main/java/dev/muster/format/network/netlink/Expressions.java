package dev.muster.format.network.netlink;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The expressions of one rule, one after another, all over the first register. */
final class Expressions {
    private final Messages out;
    private int item = Codes.LIST_ITEM;

    Expressions(Messages out) {
        this.out = out;
    }

    /** The next expression is no item of a list, but this attribute. */
    void place(int type) {
        item = type;
    }

    /** The register that begins after so many of four bytes: every fourth has a name of its own. */
    static int register(int slot) {
        return slot % 4 == 0 ? Codes.REGISTER + slot / 4 : 8 + slot;
    }

    void ethernet() {
        load("meta", Codes.META_IIFTYPE);
        compare(Codes.EQUAL, host16(Codes.ETHERNET));
    }

    void load(String what, int key) {
        load(what, key, Codes.REGISTER);
    }

    void load(String what, int key, int register) {
        // ct has the register first and the key second, and so has meta.
        expression(what, () -> out.number(1, register).number(2, key));
    }

    void payload(int base, int offset, int length) {
        payload(Codes.REGISTER, base, offset, length);
    }

    void payload(int register, int base, int offset, int length) {
        expression(
                "payload",
                () -> out.number(1, register).number(2, base).number(3, offset).number(4, length));
    }

    void bitwise(byte[] mask, byte[] xor) {
        bitwise(Codes.REGISTER, mask, xor);
    }

    void bitwise(int register, byte[] mask, byte[] xor) {
        expression("bitwise", () -> {
            out.number(1, register).number(2, register).number(3, mask.length);
            value(4, mask);
            value(5, xor);
        });
    }

    void compare(int operation, byte[] value) {
        expression("cmp", () -> {
            out.number(1, Codes.REGISTER).number(2, operation);
            value(3, value);
        });
    }

    void compare(byte[] low, byte[] high) {
        if (Arrays.equals(low, high)) {
            compare(Codes.EQUAL, low);
        } else {
            compare(Codes.AT_LEAST, low);
            compare(Codes.AT_MOST, high);
        }
    }

    void value(int type, byte[] value) {
        int data = out.open(type);
        out.data(Codes.DATA_VALUE, value).close(data);
    }

    void expression(String name, Runnable body) {
        int place = out.open(item);
        out.text(Codes.EXPRESSION_NAME, name);
        int data = out.open(Codes.EXPRESSION_DATA);
        body.run();
        out.close(data).close(place);
    }

    void verdict(int code) {
        verdict(code, "");
    }

    /** @param chain where it goes on; empty for a verdict that ends */
    void verdict(int code, String chain) {
        expression("immediate", () -> {
            out.number(1, Codes.VERDICT_REGISTER);
            int data = out.open(2);
            int verdict = out.open(Codes.DATA_VERDICT);
            out.number(Codes.VERDICT_CODE, code);
            if (!chain.isEmpty()) {
                out.text(Codes.VERDICT_CHAIN, chain);
            }
            out.close(verdict).close(data);
        });
    }

    /** What a map makes of the register takes its place. */
    void map(String set) {
        expression("lookup", () -> out.text(1, set).number(2, Codes.REGISTER).number(3, Codes.REGISTER));
    }

    /** Whether the register is in a set, or what a map makes of it. */
    void lookup(String set, boolean not, boolean map) {
        expression("lookup", () -> {
            out.text(1, set).number(2, Codes.REGISTER);
            if (map) {
                out.number(3, Codes.VERDICT_REGISTER);
            }
            if (not) {
                out.number(5, 1);
            }
        });
    }

    void counter() {
        expression("counter", () -> out.wide(1, 0).wide(2, 0));
    }

    void constant(byte[] value) {
        expression("immediate", () -> {
            out.number(1, Codes.REGISTER);
            value(2, value);
        });
    }

    void setMark() {
        expression("ct", () -> out.number(2, Codes.CT_MARK).number(4, Codes.REGISTER));
    }

    void limit(long packetsPerSecond, int burst) {
        expression(
                "limit",
                () -> out.wide(1, packetsPerSecond)
                        .wide(2, 1)
                        .number(3, burst)
                        .number(4, 0)
                        .number(5, 0));
    }

    void log(String prefix, int group, int length) {
        expression("log", () -> out.data(1, number(group, 2)).text(2, prefix).number(3, length));
    }

    static byte[] bytes(BigInteger value, int length) {
        byte[] all = new byte[length];
        byte[] some = value.toByteArray();
        int copied = Math.min(length, some.length);
        System.arraycopy(some, some.length - copied, all, length - copied, copied);
        return all;
    }

    static byte[] octet(int value) {
        return new byte[] {(byte) value};
    }

    static byte[] number(int value, int length) {
        return length == 1 ? octet(value) : new byte[] {(byte) (value >> 8), (byte) value};
    }

    static byte[] host(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    static byte[] host16(int value) {
        return ByteBuffer.allocate(2)
                .order(ByteOrder.nativeOrder())
                .putShort((short) value)
                .array();
    }

    /** @throws NetlinkException when it is no number of four bytes */
    static int host(byte[] value) {
        if (value.length != 4) {
            throw new NetlinkException("a number of " + value.length + " bytes and not 4", "/rule");
        }
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
    }

    static String hex(byte[] value) {
        return String.format("0x%08x", host(value));
    }
}
