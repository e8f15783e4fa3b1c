package dev.muster.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What was made of an entry is handed on for that very object, and for nothing else. */
class RecentTest {
    private static final int SMALL = 4 * 1024;

    private final AtomicInteger made = new AtomicInteger();
    private final Recent<Integer> recent = new Recent<>();

    private int of(Entry entry) {
        return recent.of(entry, _ -> made.incrementAndGet());
    }

    private static Entry entry(long index, String org, Optional<byte[]> body) {
        OrgId of = new OrgId(org);
        return new Entry(
                index, of, "t.said", Subject.org(of), Instant.EPOCH, Instant.EPOCH, "tester", new byte[32], body);
    }

    @Test
    void theSameObjectIsAskedOnce() {
        Entry entry = entry(3, "acme", Optional.of(new byte[SMALL]));
        assertThat(of(entry)).isEqualTo(1);
        assertThat(of(entry)).isEqualTo(1);
    }

    @Test
    void whatIsReadAgainIsMadeAgain() {
        Optional<byte[]> body = Optional.of(new byte[1]);
        assertThat(of(entry(3, "acme", body))).isEqualTo(1);
        assertThat(of(entry(3, "acme", body))).isEqualTo(2);
        assertThat(of(entry(3, "other", body))).isEqualTo(3);
    }

    @Test
    void anotherOneTakesThePlace() {
        Entry first = entry(0, "acme", Optional.of(new byte[1]));
        Entry later = entry(512, "acme", Optional.of(new byte[1]));
        assertThat(of(first)).isEqualTo(1);
        assertThat(of(later)).isEqualTo(2);
        assertThat(of(first)).isEqualTo(3);
    }

    @Test
    void largeAndErasedBodiesAreNotKept() {
        Entry large = entry(1, "acme", Optional.of(new byte[SMALL + 1]));
        Entry erased = entry(2, "acme", Optional.empty());
        assertThat(of(large)).isNotEqualTo(of(large));
        assertThat(of(erased)).isNotEqualTo(of(erased));
    }
}
