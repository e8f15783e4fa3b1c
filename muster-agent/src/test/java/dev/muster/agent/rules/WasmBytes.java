package dev.muster.agent.rules;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Modules byte by byte (WebAssembly Core 2.0 §5): no assembler is needed for a few instructions. */
final class WasmBytes {
    static final int I32 = 0x7f;
    static final int I64 = 0x7e;

    /** Type 0 is judge's, type 1 is sensor's. */
    static final byte[] TYPES = bytes(1, 10, 2, 0x60, 0, 1, I64, 0x60, 1, I32, 1, I64);

    static final byte[] SENSOR = bytes(2, 17, 1, 6, "muster", 6, "sensor", 0, 1);

    private WasmBytes() {}

    /** Numbers are bytes, texts are their letters, arrays are themselves. */
    static byte[] bytes(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object part : parts) {
            switch (part) {
                case Integer one -> out.write(one);
                case String text -> out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
                case byte[] many -> out.writeBytes(many);
                default -> throw new IllegalArgumentException(String.valueOf(part));
            }
        }
        return out.toByteArray();
    }

    /** An unsigned number as LEB128 (§5.2.2). */
    static byte[] leb(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long left = value;
        do {
            int low = (int) (left & 0x7f);
            left >>>= 7;
            out.write(left == 0 ? low : low | 0x80);
        } while (left != 0);
        return out.toByteArray();
    }

    /** A signed number as LEB128. */
    static byte[] sleb(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long left = value;
        while (true) {
            int low = (int) (left & 0x7f);
            left >>= 7;
            boolean done = (left == 0 && (low & 0x40) == 0) || (left == -1 && (low & 0x40) != 0);
            out.write(done ? low : low | 0x80);
            if (done) {
                return out.toByteArray();
            }
        }
    }

    static byte[] section(int id, byte[] content) {
        return bytes(id, leb(content.length), content);
    }

    /** A module that imports the sensor, exports function 1 as judge, and has these sections between, in order. */
    static byte[] module(List<byte[]> between, byte[] locals, byte[] code) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes(0, "asm", 1, 0, 0, 0, TYPES, SENSOR, section(3, bytes(1, 0))));
        between.forEach(out::writeBytes);
        out.writeBytes(section(7, bytes(1, 5, "judge", 0, 1)));
        byte[] body = bytes(locals, code, 0x0b);
        out.writeBytes(section(10, bytes(1, leb(body.length), body)));
        return out.toByteArray();
    }

    /** Without memory or locals. */
    static byte[] judging(Object... code) {
        return module(List.of(), bytes(0), bytes(code));
    }

    static byte[] sensor(int number) {
        return bytes(0x41, number, 0x10, 0);
    }

    /** {@code i64.const value; i64.gt_s}. */
    static byte[] above(long value) {
        return bytes(0x42, sleb(value), 0x55);
    }

    /** One where both of two sensors are above 60 degrees or either is above 90, as a maker's fire rule might be. */
    static byte[] fire() {
        byte[] both = bytes(sensor(0), above(60_000), sensor(1), above(60_000), 0x71);
        byte[] either = bytes(sensor(0), above(90_000), sensor(1), above(90_000), 0x72);
        // i32.or; i64.extend_i32_u
        return judging(both, either, 0x72, 0xad);
    }
}
