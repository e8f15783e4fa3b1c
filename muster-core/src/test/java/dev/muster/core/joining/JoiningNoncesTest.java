package dev.muster.core.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.OrgId;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A nonce is good in its organisation, for its time, and for servers with the same key. */
class JoiningNoncesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.250Z");
    private static final OrgId ACME = new OrgId("acme");

    private final JoiningNonces nonces = new JoiningNonces(new byte[32]);
    private final byte[] nonce = nonces.make(ACME, NOW, new Random(7));

    @Test
    void itHoldsUntilItEndsAndNoLonger() {
        Instant end = NOW.plus(JoiningNonces.LIFETIME);
        assertThat(nonces.holds(ACME, nonce, NOW)).isTrue();
        assertThat(nonces.holds(ACME, nonce, end)).isTrue();
        assertThat(nonces.holds(ACME, nonce, end.plusMillis(1))).isFalse();
    }

    @Test
    void noOtherOrganisationTakesIt() {
        assertThat(nonces.holds(new OrgId("acme-2"), nonce, NOW)).isFalse();
        assertThat(nonces.holds(new OrgId("acm"), nonce, NOW)).isFalse();
    }

    @Test
    void aServerWithAnotherKeyDoesNotKnowIt() {
        byte[] other = new byte[32];
        assertThat(new JoiningNonces(other).holds(ACME, nonce, NOW)).isTrue();
        other[31] = 1;
        assertThat(new JoiningNonces(other).holds(ACME, nonce, NOW)).isFalse();
    }

    @Test
    void nobodyMakesItLastLongerOrChangesItOtherwise() {
        for (int bit = 0; bit < nonce.length * 8; bit++) {
            byte[] changed = nonce.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(nonces.holds(ACME, changed, NOW)).as("bit " + bit).isFalse();
        }
    }

    @Test
    void twoAreNotTheSame() {
        Random random = new Random(7);
        assertThat(nonces.make(ACME, NOW, random)).isNotEqualTo(nonces.make(ACME, NOW, random));
    }
}
