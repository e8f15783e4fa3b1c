package dev.muster.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.access.AccessAnswer.Denied;
import dev.muster.core.access.AccessAnswer.Reason;
import dev.muster.core.access.AccessAnswer.SessionOpened;
import dev.muster.core.ledger.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a passkey opens, and what it does not. */
class PasskeyDeskTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final byte[] DATA = {1, 2, 3};

    private final Known known = new Known();
    private final PasskeyDesk desk = new PasskeyDesk(Duration.ofHours(8));

    /** The register of one organisation, in memory. */
    private static final class Known implements AccessStore {
        final Map<String, Role> operators = new HashMap<>(Map.of("anna", Role.OPERATOR, "local", Role.INSTALLATION));
        final Map<String, Passkey> keys = new HashMap<>();
        final Set<String> answered = new HashSet<>();

        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public Optional<Role> roleOf(String operator) {
            return Optional.ofNullable(operators.get(operator));
        }

        @Override
        public Optional<SignInLink> link(String secretHash) {
            return Optional.empty();
        }

        @Override
        public Optional<String> ownerOfToken(String id) {
            return Optional.empty();
        }

        @Override
        public boolean wasEnded(String secretHash) {
            return false;
        }

        @Override
        public Optional<Passkey> passkey(String credential) {
            return Optional.ofNullable(keys.get(credential));
        }

        @Override
        public long passkeys(String operator) {
            return keys.values().stream()
                    .filter(key -> key.operator().equals(operator))
                    .count();
        }

        @Override
        public boolean wasAnswered(String challengeHash) {
            return answered.contains(challengeHash);
        }
    }

    private void know(String operator, String credential, long signatures) {
        known.keys.put(credential, new Passkey(operator, credential, DATA, signatures));
    }

    private static void assertDenied(Decision<AccessAnswer> decision, Reason reason) {
        assertThat(decision.answer())
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.why()).isEqualTo(reason));
        assertThat(decision.drafts()).isEmpty();
    }

    private Decision<AccessAnswer> signIn(String credential, String challenge, long signatures) {
        return desk.signIn(known, credential, challenge, signatures, "session", NOW);
    }

    @Test
    void aKeyIsAddedOnceForSomebodyWhoIsThere() {
        Passkey key = new Passkey("anna", "c1", DATA, 0);
        assertThat(desk.add(known, key, "Anna's phone", NOW).drafts()).hasSize(1);
        know("anna", "c1", 0);
        assertDenied(desk.add(known, key, "again", NOW), Reason.PASSKEY_EXISTS);
        assertDenied(desk.add(known, new Passkey("eve", "c2", DATA, 0), "x", NOW), Reason.UNKNOWN_OPERATOR);
        assertDenied(desk.add(known, new Passkey("anna", "c2", DATA, 0), " ", NOW), Reason.BAD_PASSKEY_NAME);
        assertDenied(desk.add(known, new Passkey("anna", "c2", DATA, 0), "n".repeat(65), NOW), Reason.BAD_PASSKEY_NAME);
    }

    @Test
    void oneHasTenAndNoMore() {
        for (int i = 0; i < PasskeyDesk.PASSKEYS_MAX - 1; i++) {
            know("anna", "k" + i, 0);
        }
        assertThat(desk.add(known, new Passkey("anna", "tenth", DATA, 0), "tenth", NOW)
                        .drafts())
                .hasSize(1);
        know("anna", "tenth", 0);
        assertDenied(
                desk.add(known, new Passkey("anna", "eleventh", DATA, 0), "eleventh", NOW), Reason.TOO_MANY_PASSKEYS);
    }

    @Test
    void aSessionHasTheRoleOfTodayAndNeverTheInstallation() {
        know("anna", "c1", 0);
        know("local", "c2", 0);
        assertThat(signIn("c1", "h", 0).answer())
                .isEqualTo(new SessionOpened("anna", Role.OPERATOR, NOW.plus(Duration.ofHours(8))));
        assertThat(signIn("c2", "h", 0).answer())
                .isEqualTo(new SessionOpened("local", Role.ADMINISTRATOR, NOW.plus(Duration.ofHours(8))));
        known.operators.remove("anna");
        assertDenied(signIn("c1", "h", 0), Reason.UNKNOWN_OPERATOR);
    }

    @Test
    void aChallengeOpensOneSession() {
        know("anna", "c1", 0);
        known.answered.add("h");
        assertDenied(signIn("c1", "h", 0), Reason.CHALLENGE_USED);
        assertDenied(signIn("unknown", "h2", 0), Reason.UNKNOWN_PASSKEY);
    }

    @Test
    void aCountThatDoesNotGrowIsACopy() {
        know("anna", "c1", 7);
        assertDenied(signIn("c1", "h", 7), Reason.PASSKEY_COPIED);
        assertDenied(signIn("c1", "h", 0), Reason.PASSKEY_COPIED);
        assertThat(signIn("c1", "h", 8).drafts()).hasSize(1);
    }

    @Test
    void whatIsRemovedWasThere() {
        know("anna", "c1", 0);
        assertThat(desk.remove(known, "c1", "operator/local", NOW)
                        .drafts()
                        .getFirst()
                        .event())
                .isEqualTo(new PasskeyRemoved("anna", "c1"));
        assertDenied(desk.remove(known, "c9", "operator/local", NOW), Reason.UNKNOWN_PASSKEY);
    }
}
