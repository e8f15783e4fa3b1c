package dev.muster.format.update.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeltaTest {
    private static final int BLOCK = 4096;

    static byte[] noise(int seed, int bytes) {
        byte[] made = new byte[bytes];
        new Random(seed).nextBytes(made);
        return made;
    }

    static DeltaReader.Base base(byte[] bytes) {
        return new DeltaReader.Base() {
            @Override
            public long bytes() {
                return bytes.length;
            }

            @Override
            public void read(long at, byte[] into) {
                System.arraycopy(bytes, (int) at, into, 0, into.length);
            }
        };
    }

    static byte[] make(byte[] old, byte[] image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DeltaMaker.make(base(old), base(image), BLOCK, out);
        return out.toByteArray();
    }

    static byte[] apply(byte[] old, byte[] delta, int imageBytes) throws IOException {
        DeltaReader reader = new DeltaReader(new ByteArrayInputStream(delta), 0, base(old), imageBytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] block = reader.next(0); block.length > 0; block = reader.next(out.size())) {
            out.write(block);
        }
        return out.toByteArray();
    }

    @Test
    void whatIsInsertedDeletedAndChangedIsMadeAgain() throws IOException {
        byte[] old = noise(1, 100_000);
        byte[] image = new byte[100_777];
        System.arraycopy(old, 0, image, 0, 30_000);
        System.arraycopy(noise(2, 1_000), 0, image, 30_000, 1_000);
        System.arraycopy(old, 30_223, image, 31_000, 69_777);
        byte[] delta = make(old, image);
        assertThat(apply(old, delta, image.length)).isEqualTo(image);
        // The image itself is noise: all that is small comes from the old one.
        assertThat(delta.length).isLessThan(5_000);
    }

    @Test
    void imagesOfAllSizesFromNothingAndToNothing() throws IOException {
        for (int bytes : new int[] {0, 1, BLOCK - 1, BLOCK, BLOCK + 1}) {
            byte[] image = noise(3, bytes);
            assertThat(apply(new byte[0], make(new byte[0], image), bytes)).isEqualTo(image);
            assertThat(apply(image, make(image, new byte[0]), 0)).isEmpty();
        }
    }

    @Test
    void aWindowThatLooksLikeADictionaryIsUsedAllTheSame() throws IOException {
        byte[] old = noise(4, 5_000);
        old[0] = 0x37;
        old[1] = (byte) 0xa4;
        old[2] = 0x30;
        old[3] = (byte) 0xec;
        byte[] image = Arrays.copyOfRange(old, 100, 4_000);
        assertThat(apply(old, make(old, image), image.length)).isEqualTo(image);
    }

    @Test
    void itContinuesAfterAnyBlock() throws IOException {
        byte[] old = noise(5, 20_000);
        byte[] image = old.clone();
        image[7] ^= 1;
        byte[] delta = make(old, image);
        DeltaReader first = new DeltaReader(new ByteArrayInputStream(delta), 0, base(old), image.length);
        byte[] begin = first.next(0);
        int at = (int) first.read();
        DeltaReader second =
                new DeltaReader(new ByteArrayInputStream(delta, at, delta.length - at), at, base(old), image.length);
        byte[] next = second.next(begin.length);
        assertThat(next).isEqualTo(Arrays.copyOfRange(image, BLOCK, 2 * BLOCK));
    }

    @Test
    void anEndThatComesTooEarlyIsNoFaultOfTheDifference() throws IOException {
        byte[] old = noise(6, 9_000);
        byte[] delta = make(old, old);
        assertThatThrownBy(() -> apply(old, Arrays.copyOf(delta, delta.length - 1), old.length))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void whatReachesOutsideIsUnusable() throws IOException {
        byte[] old = noise(7, 9_000);
        byte[] delta = make(old, old);
        refused(old, delta, 8, Long.MAX_VALUE - 5, "a window");
        refused(old, delta, 8, -1, "a window");
        refused(old, delta, 20, 3L << 32 | 5, "a block of 3 bytes|a frame");
        assertThatThrownBy(() -> apply(old, new byte[40], 10)).isInstanceOf(DeltaReader.Unusable.class);
        assertThatThrownBy(() -> apply(old, delta, 100))
                .isInstanceOf(DeltaReader.Unusable.class)
                .hasMessageContaining("of 100");
    }

    private static void refused(byte[] old, byte[] delta, int at, long value, String why) {
        byte[] changed = delta.clone();
        ByteBuffer.wrap(changed).putLong(at, value);
        assertThatThrownBy(() -> apply(old, changed, old.length))
                .isInstanceOf(DeltaReader.Unusable.class)
                .hasMessageMatching("(?s).*(" + why + ").*");
    }
}
