package dev.muster.server.governance.exchange;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.exchange.Content;
import dev.muster.format.audit.exchange.ExchangeStatement;
import dev.muster.format.cose.CoseKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Signs what an organisation says to one other, for the minutes that it takes to arrive. */
final class Statements {
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final ExchangeKeys keys;
    private final SecureRandom random;
    private final InstantSource clock;

    Statements(ExchangeKeys keys, SecureRandom random, InstantSource clock) {
        this.keys = keys;
        this.random = random;
        this.clock = clock;
    }

    /** @param to SubjectPublicKeyInfo of the one it is for */
    byte[] to(OrgId org, byte[] to, Content content) {
        byte[] id = new byte[ExchangeStatement.ID_BYTES];
        random.nextBytes(id);
        Instant now = clock.instant();
        return new ExchangeStatement(
                        org.value(),
                        CoseKey.of(ExchangeProjection.key(to)).thumbprint(),
                        id,
                        now,
                        now.plus(LIFETIME),
                        content)
                .sign(keys.signer(org));
    }
}
