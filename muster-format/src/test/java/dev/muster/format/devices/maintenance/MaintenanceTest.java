package dev.muster.format.devices.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.Strength;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is written is read again, signed for its purpose only, and bounded. */
class MaintenanceTest {
    private static final Instant FROM = Instant.parse("2026-11-29T08:00:00Z");
    private static final byte[] DIGEST = Sha256.of(new byte[] {1});

    private final KeyPair org = Keys.generateP256(new SecureRandom());
    private final CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, org.getPrivate(), Optional.empty());
    private final VerificationKey key = VerificationKey.of(org.getPublic());

    private Grant grant(Duration window) {
        return new Grant(
                "acme",
                "operator/tom",
                CoseKey.of(org.getPublic()),
                "cam-1",
                FROM,
                FROM.plus(window),
                "s-1",
                "w-1",
                "t-1",
                DIGEST,
                "operator/sue");
    }

    private static SessionRecord record(int steps) {
        SessionRecord.Step step = new SessionRecord.Step(FROM, SessionRecord.Kind.RUN, "ok", DIGEST, 12, -1);
        return new SessionRecord(
                "s-1",
                "cam-1",
                "operator/tom",
                FROM,
                FROM.plusSeconds(9),
                SessionRecord.Ending.KILLED,
                Collections.nCopies(steps, step),
                3);
    }

    @Test
    void aGrantIsReadAsItWasSigned() {
        byte[] signed = grant(Duration.ofHours(1)).sign(signer, UnaryOperator.identity());
        Grant.Token token = Grant.Token.parse(signed);
        assertThat(token.grant()).isEqualTo(grant(Duration.ofHours(1)));
        assertThat(token.verify(key)).isInstanceOf(Verdict.Valid.class);
        assertThat(token.verify(
                        VerificationKey.of(Keys.generateP256(new SecureRandom()).getPublic())))
                .isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void noOtherSignatureOfTheKeyIsAGrant() {
        byte[] payload = Grant.Token.parse(grant(Duration.ofHours(1)).sign(signer, UnaryOperator.identity()))
                .message()
                .payload()
                .orElseThrow();
        byte[] plain = Sign1Builder.create().payload(payload).sign(signer).encode();
        assertThatThrownBy(() -> Grant.Token.parse(plain))
                .isInstanceOf(MaintenanceException.class)
                .hasMessageContaining("content type");
        byte[] named = Sign1Builder.create()
                .contentType(Grant.MEDIA_TYPE)
                .payload(payload)
                .sign(signer)
                .encode();
        assertThat(Grant.Token.parse(named).verify(key))
                .as("signed without the external data of a grant")
                .isInstanceOf(Verdict.Invalid.class);
    }

    private RoleToken role(Duration window, LocalRole role) {
        return new RoleToken(
                "acme", "operator/tom", CoseKey.of(org.getPublic()), "cam-1", FROM, FROM.plus(window), "r-1", role);
    }

    @Test
    void aRoleIsReadAsItWasSignedAndIsNoGrant() {
        for (LocalRole each : LocalRole.values()) {
            byte[] signed = role(Duration.ofMinutes(10), each).sign(signer, UnaryOperator.identity());
            RoleToken.Token token = RoleToken.Token.parse(signed);
            assertThat(token.role()).isEqualTo(role(Duration.ofMinutes(10), each));
            assertThat(token.verify(key)).isInstanceOf(Verdict.Valid.class);
            assertThatThrownBy(() -> Grant.Token.parse(signed)).hasMessageContaining("content type");
        }
        byte[] longer =
                role(RoleToken.MAX_LIFETIME.plusSeconds(1), LocalRole.AUDITOR).sign(signer, UnaryOperator.identity());
        assertThatThrownBy(() -> RoleToken.Token.parse(longer)).isInstanceOf(MaintenanceException.class);
        byte[] grant = grant(Duration.ofMinutes(10)).sign(signer, UnaryOperator.identity());
        assertThatThrownBy(() -> RoleToken.Token.parse(grant)).hasMessageContaining("content type");
    }

    @Test
    void callsOfALocalRoleAreReadAsTheyWereWritten() {
        for (LocalOperation operation : LocalOperation.values()) {
            Call call = new Call.Do(operation, "data/a");
            assertThat(Call.parse(call.encode())).isEqualTo(call);
        }
        assertThat(Call.parse(new Call.Present(new byte[] {7}).encode())).isInstanceOf(Call.Present.class);
        byte[] unknown = new Call.Do(LocalOperation.STATUS, "").encode();
        unknown[unknown.length - 1] = 63;
        assertThatThrownBy(() -> Call.parse(unknown)).isInstanceOf(MaintenanceException.class);
    }

    @Test
    void aGrantForDaysIsNone() {
        byte[] longer = grant(Grant.MAX_LIFETIME.plusSeconds(1)).sign(signer, UnaryOperator.identity());
        assertThatThrownBy(() -> Grant.Token.parse(longer)).isInstanceOf(MaintenanceException.class);
        assertThat(Grant.Token.parse(grant(Grant.MAX_LIFETIME).sign(signer, UnaryOperator.identity()))
                        .grant()
                        .until())
                .isEqualTo(FROM.plus(Grant.MAX_LIFETIME));
    }

    private static WipeProof wipe(long remaining) {
        return new WipeProof(
                "cu-1",
                "cam-1",
                FROM,
                FROM.plusSeconds(9),
                List.of(
                        new WipeProof.Place(WipeProof.Kind.KEYS, "identity", WipeProof.Method.OVERWRITTEN, 3, 4096, 0),
                        new WipeProof.Place(
                                WipeProof.Kind.DATA, "state", WipeProof.Method.OVERWRITTEN, 12, 1L << 40, remaining)),
                List.of("slots: its software"),
                Strength.CHECKED);
    }

    @Test
    void aWipeIsReadAsItWasSignedAndCompleteWhenNothingRemains() {
        byte[] signed = wipe(0).sign(signer);
        assertThat(WipeProof.parse(signed)).isEqualTo(wipe(0));
        assertThat(WipeProof.verify(signed, key)).isInstanceOf(Verdict.Valid.class);
        assertThat(SessionRecord.verify(signed, key)).isInstanceOf(Verdict.Invalid.class);
        assertThat(wipe(0).complete()).isTrue();
        assertThat(wipe(1).complete()).isFalse();
        WipeProof nothing = new WipeProof("cu-1", "cam-1", FROM, FROM, List.of(), List.of(), Strength.CHECKED);
        assertThat(nothing.complete()).as("a proof of nothing").isFalse();
        assertThatThrownBy(() -> WipeProof.parse(record(1).sign(signer)))
                .isInstanceOf(MaintenanceException.class)
                .hasMessageContaining("content type");
    }

    @Test
    void aRecordIsReadAsItWasSigned() {
        byte[] signed = record(SessionRecord.MAX_STEPS).sign(signer);
        assertThat(signed.length).isLessThan(SessionRecord.MAX_BYTES);
        SessionRecord read = SessionRecord.parse(signed);
        assertThat(read.steps()).hasSize(SessionRecord.MAX_STEPS);
        assertThat(read.steps().getFirst().status()).isEqualTo(-1);
        assertThat(read.ending()).isEqualTo(SessionRecord.Ending.KILLED);
        assertThat(SessionRecord.verify(signed, key)).isInstanceOf(Verdict.Valid.class);
        assertThatThrownBy(() -> Grant.Token.parse(signed)).isInstanceOf(MaintenanceException.class);
        assertThatThrownBy(() -> record(SessionRecord.MAX_STEPS + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** What a device signs it must be able to read: characters of three bytes are the longest for their count. */
    @Test
    void theLongestRecordIsRead() {
        SessionRecord some = record(1);
        SessionRecord.Step step =
                new SessionRecord.Step(FROM, SessionRecord.Kind.RUN, "\u20ac".repeat(600), DIGEST, Long.MAX_VALUE, -1);
        SessionRecord longest = new SessionRecord(
                some.session(),
                some.device(),
                some.person(),
                FROM,
                FROM,
                some.ending(),
                Collections.nCopies(SessionRecord.MAX_STEPS, step),
                Integer.MAX_VALUE);
        byte[] signed = longest.sign(signer);
        assertThat(signed.length).isGreaterThan(1 << 20);
        assertThat(SessionRecord.parse(signed).steps()).hasSize(SessionRecord.MAX_STEPS);
    }

    @Test
    void aTextIsNotCutWithinACharacter() {
        String what = "a".repeat(SessionRecord.MAX_WHAT_CHARS - 1) + "\ud83d\udd11 key";
        SessionRecord.Step step = new SessionRecord.Step(FROM, SessionRecord.Kind.RUN, what, DIGEST, 0, 0);
        assertThat(step.what()).isEqualTo("a".repeat(SessionRecord.MAX_WHAT_CHARS - 1));
    }

    @Test
    void callsAndRepliesComeBack() {
        assertThat(Call.parse(new Call.Run(List.of("a", "b c")).encode())).isEqualTo(new Call.Run(List.of("a", "b c")));
        assertThat(Call.parse(new Call.Close().encode())).isEqualTo(new Call.Close());
        assertThat(Call.parse(new Call.Put("etc/x", DIGEST).encode())).isInstanceOfSatisfying(Call.Put.class, put -> {
            assertThat(put.path()).isEqualTo("etc/x");
            assertThat(put.content()).isEqualTo(DIGEST);
        });
        Reply reply = Reply.done(3, DIGEST);
        assertThat(Reply.parse(reply.encode())).isEqualTo(reply);
        List<String> many = Collections.nCopies(Call.MAX_ARGUMENTS + 1, "x");
        assertThatThrownBy(() -> Call.parse(new Call.Run(many).encode())).isInstanceOf(MaintenanceException.class);
        assertThatThrownBy(() -> Call.parse(new Call.Run(List.of("x\0y")).encode()))
                .isInstanceOf(MaintenanceException.class);
    }
}
