package dev.muster.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.StatementOutcome.Reason;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may change the rules of a log, from the first statement on, and what the rules take from everybody else. */
class PolicyStatementsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String ISSUER = "https://maker.example";
    private static final byte[] SMALL = {1};

    private final Party admin = new Party();
    private final Party other = new Party();
    private final Party maker = new Party();

    private static final class Party {
        private final KeyPair pair = Keys.generateP256(new SecureRandom());
        private final CoseKey key = CoseKey.of(pair.getPublic());

        CoseSigner signer() {
            return CoseSigner.of(CoseAlgorithm.ES256, pair.getPrivate(), key.kid());
        }

        /** Signs with this key and names another. */
        CoseSigner as(Party named) {
            return CoseSigner.of(CoseAlgorithm.ES256, pair.getPrivate(), named.key.kid());
        }
    }

    private static SignedStatement statement(String type, byte[] payload, CoseSigner signer) {
        return statement(ISSUER, type, payload, signer);
    }

    private static SignedStatement statement(String issuer, String type, byte[] payload, CoseSigner signer) {
        return SignedStatement.parse(Sign1Builder.create()
                .contentType(type)
                .protect(
                        HeaderLabel.CWT_CLAIMS,
                        Cbor.map().put(1, issuer).put(2, "cam").build())
                .payload(payload)
                .sign(signer)
                .encode());
    }

    private byte[] policy(List<Long> algorithms, List<String> types, int bytes, Party... administrators) {
        return new RegistrationPolicy(
                        "test",
                        algorithms,
                        types,
                        bytes,
                        java.util.Arrays.stream(administrators)
                                .map(one -> one.key.encode())
                                .toList())
                .encode();
    }

    private RegistrationRules rules(List<String> types, int bytes) {
        byte[] anchor = anchor("maker", maker, true);
        return RegistrationRules.NONE
                .after(
                        4,
                        statement(
                                RegistrationPolicy.CONTENT_TYPE,
                                policy(List.of(), types, bytes, admin),
                                admin.signer()))
                .after(9, statement(TrustAnchor.CONTENT_TYPE, anchor, admin.signer()));
    }

    private static byte[] anchor(String id, Party party, boolean active) {
        return new TrustAnchor(id, TrustAnchor.Kind.KEY, party.key.encode(), List.of(ISSUER), List.of(), active)
                .encode();
    }

    private static void refused(StatementOutcome outcome, Reason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        StatementOutcome.Refused.class,
                        no -> assertThat(no.reason()).isEqualTo(reason));
    }

    private static void accepted(StatementOutcome outcome, String by) {
        assertThat(outcome).isEqualTo(new StatementOutcome.Accepted(by));
    }

    @Test
    void theFirstStatementIsAPolicyThatOneOfItsAdministratorsSigned() {
        byte[] policy = policy(List.of(), List.of(), 4096, other, admin);
        RegistrationRules none = RegistrationRules.NONE;
        accepted(none.decide(statement(RegistrationPolicy.CONTENT_TYPE, policy, admin.signer()), NOW), "administrator");
        refused(
                none.decide(statement(RegistrationPolicy.CONTENT_TYPE, policy, maker.signer()), NOW),
                Reason.NOT_ADMINISTRATOR);
        refused(
                none.decide(statement(RegistrationPolicy.CONTENT_TYPE, policy, maker.as(admin)), NOW),
                Reason.NOT_ADMINISTRATOR);
        refused(none.decide(statement("text/plain", policy, admin.signer()), NOW), Reason.NOT_ADMINISTRATOR);
        refused(
                none.decide(statement(TrustAnchor.CONTENT_TYPE, anchor("maker", maker, true), admin.signer()), NOW),
                Reason.NOT_ADMINISTRATOR);
        refused(
                none.decide(statement(RegistrationPolicy.CONTENT_TYPE, SMALL, admin.signer()), NOW),
                Reason.MALFORMED_RULE);
    }

    @Test
    void onlyAdministratorsOfThePolicyInForceChangeTheRules() {
        RegistrationRules rules = rules(List.of(), 4096);
        byte[] next = policy(List.of(), List.of(), 4096, other);
        refused(
                rules.decide(statement(RegistrationPolicy.CONTENT_TYPE, next, other.signer()), NOW),
                Reason.NOT_ADMINISTRATOR);
        refused(
                rules.decide(statement(RegistrationPolicy.CONTENT_TYPE, next, maker.signer()), NOW),
                Reason.NOT_ADMINISTRATOR);
        refused(
                rules.decide(statement(TrustAnchor.CONTENT_TYPE, anchor("o", other, true), other.as(admin)), NOW),
                Reason.NOT_ADMINISTRATOR);
        accepted(rules.decide(statement(RegistrationPolicy.CONTENT_TYPE, next, admin.signer()), NOW), "administrator");
        RegistrationRules after = rules.after(12, statement(RegistrationPolicy.CONTENT_TYPE, next, admin.signer()));
        accepted(
                after.decide(statement(TrustAnchor.CONTENT_TYPE, anchor("o", other, true), other.signer()), NOW),
                "administrator");
        refused(
                after.decide(statement(TrustAnchor.CONTENT_TYPE, anchor("o", other, true), admin.signer()), NOW),
                Reason.NOT_ADMINISTRATOR);
        assertThat(after.anchors()).as("a policy leaves the anchors").containsOnlyKeys("maker");
    }

    @Test
    void whatAnAdministratorWritesMustBeReadableLater() {
        RegistrationRules rules = rules(List.of(), 4096);
        refused(
                rules.decide(statement(RegistrationPolicy.CONTENT_TYPE, SMALL, admin.signer()), NOW),
                Reason.MALFORMED_RULE);
        refused(rules.decide(statement(TrustAnchor.CONTENT_TYPE, SMALL, admin.signer()), NOW), Reason.MALFORMED_RULE);
        accepted(rules.decide(statement("text/plain", SMALL, admin.signer()), NOW), "administrator");
    }

    @Test
    void whatIsTakenFromOthersIsBoundByTypeAndSize() {
        RegistrationRules rules = rules(List.of("text/plain"), 400);
        accepted(rules.decide(statement("text/plain", SMALL, maker.signer()), NOW), "maker");
        refused(rules.decide(statement("text/html", SMALL, maker.signer()), NOW), Reason.CONTENT_TYPE);
        accepted(rules.decide(statement("text/html", SMALL, admin.signer()), NOW), "administrator");
        refused(rules.decide(statement("text/plain", new byte[400], maker.signer()), NOW), Reason.TOO_LARGE);
        refused(rules.decide(statement("text/plain", new byte[400], admin.signer()), NOW), Reason.TOO_LARGE);
        accepted(rules(List.of(), 400).decide(statement("text/html", SMALL, maker.signer()), NOW), "maker");
    }

    @Test
    void aStatementOfJustTheLimitIsTaken() {
        int length = statement("text/plain", new byte[100], maker.signer()).leafData().length;
        SignedStatement just = statement("text/plain", new byte[100], maker.signer());
        accepted(rules(List.of(), length).decide(just, NOW), "maker");
        refused(rules(List.of(), length - 1).decide(just, NOW), Reason.TOO_LARGE);
    }

    @Test
    void aSignerIsTheKeyOfAnAnchorThatSpeaksForTheIssuer() {
        RegistrationRules rules = rules(List.of(), 4096);
        refused(rules.decide(statement("text/plain", SMALL, other.signer()), NOW), Reason.UNKNOWN_SIGNER);
        refused(rules.decide(statement("text/plain", SMALL, other.as(maker)), NOW), Reason.SIGNATURE);
        refused(
                rules.decide(statement("https://else.example", "text/plain", SMALL, maker.signer()), NOW),
                Reason.UNKNOWN_SIGNER);
    }

    @Test
    void anAnchorThatIsNoLongerActiveIsNoneAndOthersStay() {
        RegistrationRules both = rules(List.of(), 4096)
                .after(10, statement(TrustAnchor.CONTENT_TYPE, anchor("other", other, true), admin.signer()));
        assertThat(both.anchors().keySet()).containsExactly("maker", "other");
        RegistrationRules one =
                both.after(11, statement(TrustAnchor.CONTENT_TYPE, anchor("maker", maker, false), admin.signer()));
        assertThat(one.anchors().keySet()).containsExactly("other");
        refused(one.decide(statement("text/plain", SMALL, maker.signer()), NOW), Reason.UNKNOWN_SIGNER);
        accepted(one.decide(statement("text/plain", SMALL, other.signer()), NOW), "other");
        assertThat(both.anchors()).as("rules that were given out do not change").containsKey("maker");
        assertThatThrownBy(() -> one.anchors().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void rulesKnowWhichStatementChangedThemLast() {
        RegistrationRules rules = rules(List.of(), 4096);
        assertThat(RegistrationRules.NONE.index()).isEqualTo(-1);
        assertThat(RegistrationRules.NONE.policy()).isEmpty();
        assertThat(rules.index()).isEqualTo(9);
        assertThat(rules.policy()).map(RegistrationPolicy::name).contains("test");
        RegistrationRules same = rules.after(13, statement("text/plain", SMALL, maker.signer()));
        assertThat(same).isSameAs(rules);
        assertThat(RegistrationRules.changesRules(RegistrationPolicy.CONTENT_TYPE))
                .isTrue();
        assertThat(RegistrationRules.changesRules(TrustAnchor.CONTENT_TYPE)).isTrue();
        assertThat(RegistrationRules.changesRules("text/plain")).isFalse();
    }

    @Test
    void anAnchorIsBoundToTheTypesItNames() {
        byte[] typed = new TrustAnchor(
                        "typed", TrustAnchor.Kind.KEY, other.key.encode(), List.of(ISSUER), List.of("text/plain"), true)
                .encode();
        RegistrationRules rules =
                rules(List.of(), 4096).after(10, statement(TrustAnchor.CONTENT_TYPE, typed, admin.signer()));
        accepted(rules.decide(statement("text/plain", SMALL, other.signer()), NOW), "typed");
        refused(rules.decide(statement("text/html", SMALL, other.signer()), NOW), Reason.UNKNOWN_SIGNER);
    }

    @Test
    void whatTheUnprotectedHeaderSaysDecidesNothing() {
        RegistrationRules rules = rules(List.of(), 4096);
        SignedStatement plain = statement("text/plain", SMALL, other.signer());
        SignedStatement lured = SignedStatement.parse(Sign1Builder.create()
                .contentType("text/plain")
                .protect(
                        HeaderLabel.CWT_CLAIMS,
                        Cbor.map().put(1, ISSUER).put(2, "cam").build())
                .unprotect(Cbor.map().put(77, "made up").build())
                .payload(SMALL)
                .sign(maker.signer())
                .encode());
        refused(rules.decide(plain, NOW), Reason.UNKNOWN_SIGNER);
        accepted(rules.decide(lured, NOW), "maker");
        assertThat(lured.leafData()).hasSizeLessThan(lured.bytes().length);
    }
}
