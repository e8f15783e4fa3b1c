package dev.muster.ledger.sequence;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.Actor;
import dev.muster.core.ledger.OrgId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuotasTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final Actor GREEDY = Actor.device("greedy");
    private static final Actor HONEST = Actor.device("honest");

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private Quotas quotas;

    @BeforeEach
    void threeEntriesAndAKilobyteEach() {
        quotas =
                new Quotas(new Quotas.Limit(3, 1, 1_000, 1_000), new Quotas.Limit(100, 100, 10_000, 10_000), () -> now);
    }

    private void take(Actor by, long entries, long bytes) {
        quotas.take(ACME, Map.of(by, new long[] {entries, bytes}));
    }

    /** Decided together with one that may not, nobody has paid: those who are decided again pay once. */
    @Test
    void whatIsTakenTogetherIsTakenWholeOrNotAtAll() {
        take(GREEDY, 3, 10);
        Map<Actor, long[]> together = new LinkedHashMap<>();
        together.put(HONEST, new long[] {2, 500});
        together.put(GREEDY, new long[] {1, 1});
        assertThatThrownBy(() -> quotas.take(ACME, together)).isInstanceOf(QuotaExceededException.class);
        take(HONEST, 3, 1_000);
        assertThatThrownBy(() -> take(HONEST, 1, 0)).isInstanceOf(QuotaExceededException.class);
    }

    @Test
    void askingTakesNothing() {
        for (int i = 0; i < 10; i++) {
            quotas.require(ACME, HONEST, 1, 1_000);
        }
        assertThatThrownBy(() -> quotas.require(ACME, HONEST, 1, 1_001))
                .isInstanceOf(QuotaExceededException.class)
                .hasMessageContaining("honest");
        take(HONEST, 3, 900);
        assertThatThrownBy(() -> quotas.require(ACME, HONEST, 1, 0)).isInstanceOf(QuotaExceededException.class);
        now = now.plus(Duration.ofHours(1));
        assertThatCode(() -> quotas.require(ACME, HONEST, 1, 1_000)).doesNotThrowAnyException();
    }

    @Test
    void allOfAnOrganisationTogetherHaveALimitAndTheServerHasNone() {
        for (int i = 0; i < 10; i++) {
            take(Actor.device("cam-" + i), 1, 1_000);
        }
        assertThatThrownBy(() -> take(HONEST, 1, 1))
                .isInstanceOf(QuotaExceededException.class)
                .hasMessageContaining("acme");
        assertThatCode(() -> take(Actor.SERVER, 1_000, 1_000_000)).doesNotThrowAnyException();
        assertThatCode(() -> quotas.require(ACME, Actor.SERVER, 1, 1_000_000)).doesNotThrowAnyException();
    }
}
