package dev.muster.ledger.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is packed comes back as it was, and what was packed once can be read for ever. */
class PackedBodyTest {
    private static byte[] body(int seed) {
        Random random = new Random(seed);
        CborMapBuilder map = Cbor.map();
        for (int i = 0; i < seed % 40; i++) {
            byte[] value = new byte[random.nextInt(60)];
            random.nextBytes(value);
            map.put(
                    "member" + i,
                    random.nextBoolean() ? Cbor.of(value) : Cbor.of("tag:muster.dev,2026:policy#linux-slots-5"));
        }
        return map.build().encoded();
    }

    @Test
    void everyBodyComesBackAndNoneGrows() {
        for (int seed = 0; seed < 400; seed++) {
            byte[] body = body(seed);
            byte[] packed = PackedBody.pack(body);
            assertThat(packed.length).isLessThanOrEqualTo(body.length);
            assertThat(PackedBody.unpack(packed)).isEqualTo(body);
            byte[] head = Arrays.copyOf(packed, Math.min(packed.length, PackedBody.HEAD_BYTES));
            assertThat(PackedBody.length(head, packed.length)).isEqualTo(body.length);
        }
    }

    @Test
    void randomBytesAndLongBodiesLieAsTheyAre() {
        byte[] noise = new byte[200];
        new Random(7).nextBytes(noise);
        noise[0] = (byte) 0xa1;
        assertThat(PackedBody.pack(noise)).isSameAs(noise);
        byte[] large = new byte[PackedBody.BODY_BYTES_MAX + 1];
        large[0] = (byte) 0xa1;
        assertThat(PackedBody.pack(large)).isSameAs(large);
        assertThat(PackedBody.unpack(large)).isSameAs(large);
        assertThat(PackedBody.unpack(new byte[0])).isEmpty();
        assertThatThrownBy(() -> PackedBody.pack(new byte[] {PackedBody.MARK}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Which digests then find; a bit behind the end of the data changes nothing. */
    @Test
    void whatWasChangedIsReadWithoutAFault() {
        byte[] packed = PackedBody.pack(body(39));
        int found = 0;
        for (int at = 1; at < packed.length; at++) {
            byte[] changed = packed.clone();
            changed[at] ^= 0x20;
            found += Arrays.equals(PackedBody.unpack(changed), body(39)) ? 0 : 1;
        }
        assertThat(found).isGreaterThanOrEqualTo(packed.length - 2);
        byte[] cut = Arrays.copyOf(packed, packed.length - 4);
        assertThat(PackedBody.unpack(cut)).isEqualTo(cut);
    }

    /** Packed by the first build that did: its dictionary may never change. */
    @Test
    void theFirstDictionaryIsReadForEver() {
        byte[] packed = HexFormat.of().parseHex(FIRST);
        assertThat(PackedBody.unpack(packed)).isEqualTo(first());
    }

    private static byte[] first() {
        return Cbor.map()
                .put("evidence", Cbor.of("hello".getBytes(StandardCharsets.UTF_8)))
                .put("policy", Cbor.of("tag:muster.dev,2026:policy#linux-slots-5"))
                .put("because", Cbor.of("the policy normal restricts nothing"))
                .put("status", Cbor.of("AFFIRMING"))
                .build()
                .encoded();
    }

    private static final String FIRST = "01007f5b424698820310912c60ad2ba29a14f06075cd4805364400";
}
