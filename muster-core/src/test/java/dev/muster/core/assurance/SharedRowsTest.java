package dev.muster.core.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What devices have alike now is there once, however much they had before. */
class SharedRowsTest {
    private static byte[] row(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    @Test
    void rowsOfNowAreSharedHoweverManyWereShownBefore() {
        SharedRows rows = new SharedRows();
        for (int i = 0; i < 3 * SharedRows.ROWS_MAX; i++) {
            byte[] first = rows.of(row(i));
            assertThat(first).isEqualTo(row(i));
            assertThat(rows.of(row(i))).isSameAs(first);
        }
    }
}
