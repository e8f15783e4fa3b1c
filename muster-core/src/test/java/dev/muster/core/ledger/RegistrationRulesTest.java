package dev.muster.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.StatementOutcome.Reason;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a policy says is taken, and nothing else is. */
class RegistrationRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String ISSUER = "https://maker.example";

    private final KeyPair admin = Keys.generateP256(new SecureRandom());
    private final KeyPair edwards = Keys.generate(SignatureScheme.ED25519, new SecureRandom());
    private final CoseKey edwardsKey = CoseKey.of(new VerificationKey(CoseAlgorithm.ED25519, edwards.getPublic()));

    private RegistrationRules rules(List<Long> algorithms) {
        return rules(algorithms, edwardsKey);
    }

    private RegistrationRules rules(List<Long> algorithms, CoseKey maker) {
        CoseKey key = CoseKey.of(admin.getPublic());
        CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, admin.getPrivate(), key.kid());
        byte[] policy = new RegistrationPolicy(
                        "test", algorithms, List.of(), SignedStatement.MAX_LEAF_BYTES, List.of(key.encode()))
                .encode();
        byte[] anchor = new TrustAnchor("maker", TrustAnchor.Kind.KEY, maker.encode(), List.of(ISSUER), List.of(), true)
                .encode();
        return RegistrationRules.NONE
                .after(0, statement(RegistrationPolicy.CONTENT_TYPE, policy, signer))
                .after(1, statement(TrustAnchor.CONTENT_TYPE, anchor, signer));
    }

    private static SignedStatement statement(String type, byte[] payload, CoseSigner signer) {
        return SignedStatement.parse(Sign1Builder.create()
                .contentType(type)
                .protect(
                        HeaderLabel.CWT_CLAIMS,
                        Cbor.map().put(1, ISSUER).put(2, "cam").build())
                .payload(payload)
                .sign(signer)
                .encode());
    }

    @Test
    void anAlgorithmThatThePolicyDoesNotNameIsRefused() {
        SignedStatement statement = statement(
                "text/plain",
                new byte[] {1},
                CoseSigner.of(CoseAlgorithm.ED25519, edwards.getPrivate(), Optional.of(edwardsKey.thumbprint())));
        assertThat(rules(List.of(CoseAlgorithm.ES256.id())).decide(statement, NOW))
                .isInstanceOfSatisfying(
                        StatementOutcome.Refused.class,
                        no -> assertThat(no.reason()).isEqualTo(Reason.ALGORITHM));
        assertThat(rules(List.of(CoseAlgorithm.ES256.id(), CoseAlgorithm.ED25519.id()))
                        .decide(statement, NOW))
                .isInstanceOf(StatementOutcome.Accepted.class);
        assertThat(rules(List.of()).decide(statement, NOW)).isInstanceOf(StatementOutcome.Accepted.class);
    }

    @Test
    void aStatementMeansTheAnchorByTheKidThatCameWithItOrByItsThumbprint() {
        byte[] given = "maker-key-7".getBytes(StandardCharsets.UTF_8);
        CborMapBuilder named = Cbor.map();
        edwardsKey.map().entries().stream()
                .filter(entry -> !entry.key().equals(Cbor.of(CoseKey.KID)))
                .forEach(entry -> named.put(entry.key(), entry.value()));
        RegistrationRules rules =
                rules(List.of(), new CoseKey(named.put(CoseKey.KID, given).build()));
        assertThat(decide(rules, given)).isInstanceOf(StatementOutcome.Accepted.class);
        assertThat(decide(rules, edwardsKey.thumbprint())).isInstanceOf(StatementOutcome.Accepted.class);
        assertThat(decide(rules, "maker-key-8".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        StatementOutcome.Refused.class,
                        no -> assertThat(no.reason()).isEqualTo(Reason.UNKNOWN_SIGNER));
        assertThat(decide(rules(List.of()), given))
                .as("the kid did not come with the anchor")
                .isInstanceOf(StatementOutcome.Refused.class);
    }

    private StatementOutcome decide(RegistrationRules rules, byte[] kid) {
        CoseSigner signer = CoseSigner.of(CoseAlgorithm.ED25519, edwards.getPrivate(), Optional.of(kid));
        return rules.decide(statement("text/plain", new byte[] {1}, signer), NOW);
    }
}
