package dev.muster.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.access.AccessAnswer.Denied;
import dev.muster.core.access.AccessAnswer.Reason;
import dev.muster.core.access.AccessAnswer.SessionOpened;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessDeskTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration SESSION = Duration.ofHours(12);

    private final Known known = new Known();
    private final AccessDesk desk = new AccessDesk(new OrgId("demo"), SESSION);

    /** The register of one organisation, in memory. */
    private static final class Known implements AccessStore {
        boolean exists;
        final Map<String, Role> operators = new HashMap<>();
        final Map<String, SignInLink> links = new HashMap<>();

        @Override
        public boolean exists() {
            return exists;
        }

        @Override
        public Optional<Role> roleOf(String operator) {
            return Optional.ofNullable(operators.get(operator));
        }

        @Override
        public Optional<SignInLink> link(String secretHash) {
            return Optional.ofNullable(links.get(secretHash));
        }

        @Override
        public Optional<String> ownerOfToken(String id) {
            return Optional.empty();
        }

        @Override
        public boolean wasEnded(String secretHash) {
            return secretHash.equals("ended");
        }

        @Override
        public Optional<Passkey> passkey(String credential) {
            return Optional.empty();
        }

        @Override
        public long passkeys(String operator) {
            return 0;
        }

        @Override
        public boolean wasAnswered(String challengeHash) {
            return false;
        }
    }

    private static void assertDenied(Decision<AccessAnswer> decision, Reason reason) {
        assertThat(decision.answer())
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.why()).isEqualTo(reason));
        assertThat(decision.drafts()).isEmpty();
    }

    @Test
    void anOrganisationIsMadeOnce() {
        var first = desk.create(known, "Demo", "local", "h", NOW.plusSeconds(1), NOW);
        assertThat(first.drafts().getFirst().event()).isEqualTo(new OrgCreated("Demo"));
        known.exists = true;
        assertDenied(desk.create(known, "Demo", "local", "h", NOW, NOW), Reason.ORG_EXISTS);
    }

    @Test
    void anOperatorIsRemovedAndTheMachineIsNot() {
        known.operators.put("anna", Role.OPERATOR);
        known.operators.put("local", Role.INSTALLATION);
        assertThat(desk.removeOperator(known, "anna", "operator/local", NOW)
                        .drafts()
                        .getFirst()
                        .event())
                .isEqualTo(new OperatorRemoved("anna"));
        assertDenied(desk.removeOperator(known, "local", "operator/anna", NOW), Reason.ROLE_NOT_GIVEN_HERE);
        assertDenied(desk.removeOperator(known, "nobody", "operator/local", NOW), Reason.UNKNOWN_OPERATOR);
        assertDenied(desk.endSessions(known, "nobody", "operator/local", NOW), Reason.UNKNOWN_OPERATOR);
    }

    @Test
    void anEndedTokenDoesNotComeBack() {
        assertDenied(desk.renewMachineToken(known, "local", "ended", NOW, NOW), Reason.TOKEN_ENDED);
        assertThat(desk.renewMachineToken(known, "local", "fresh", NOW, NOW).drafts())
                .hasSize(1);
    }

    @Test
    void aLinkOpensOneSessionWithinItsTime() {
        known.operators.put("anna", Role.AUDITOR);
        known.links.put("h", new SignInLink("anna", NOW.plus(AccessDesk.LINK_VALID), false));
        var opened = desk.redeem(known, "h", "s", NOW);
        assertThat(opened.answer()).isEqualTo(new SessionOpened("anna", Role.AUDITOR, NOW.plus(SESSION)));
        assertThat(opened.drafts().getFirst().event())
                .isEqualTo(new SignedIn("anna", Role.AUDITOR, "h", "s", NOW.plus(SESSION)));

        assertDenied(desk.redeem(known, "h", "s", NOW.plus(AccessDesk.LINK_VALID)), Reason.LINK_EXPIRED);
        known.links.put("h", new SignInLink("anna", NOW.plus(AccessDesk.LINK_VALID), true));
        assertDenied(desk.redeem(known, "h", "s", NOW), Reason.LINK_USED);
        assertDenied(desk.redeem(known, "other", "s", NOW), Reason.LINK_UNKNOWN);
    }

    @Test
    void aBrowserNeverGetsTheInstallation() {
        known.operators.put("local", Role.INSTALLATION);
        known.links.put("h", new SignInLink("local", NOW.plusSeconds(1), false));
        assertThat(desk.redeem(known, "h", "s", NOW).answer())
                .isInstanceOfSatisfying(
                        SessionOpened.class, opened -> assertThat(opened.role()).isEqualTo(Role.ADMINISTRATOR));
    }

    @Test
    void nobodyIsGivenTheInstallation() {
        assertDenied(desk.addOperator(known, "eve", Role.INSTALLATION, "x", NOW), Reason.ROLE_NOT_GIVEN_HERE);
        known.operators.put("local", Role.INSTALLATION);
        assertDenied(desk.addOperator(known, "local", Role.AUDITOR, "x", NOW), Reason.ROLE_NOT_GIVEN_HERE);
        assertDenied(desk.issueToken(known, "t", "local", "h", SESSION, "x", NOW), Reason.ROLE_NOT_GIVEN_HERE);
    }

    @Test
    void aTokenCarriesItsOperatorsRole() {
        known.operators.put("anna", Role.AUDITOR);
        assertThat(desk.issueToken(known, "t", "anna", "h", SESSION, "x", NOW)
                        .drafts()
                        .getFirst()
                        .event())
                .isEqualTo(new TokenIssued("t", "anna", Role.AUDITOR, "h", NOW.plus(SESSION)));
        assertDenied(desk.issueToken(known, "t", "bert", "h", SESSION, "x", NOW), Reason.UNKNOWN_OPERATOR);
    }

    @Test
    void anOperatorsNameIsPlain() {
        for (String bad : new String[] {"", "Anna", "a b", "a/b", "1a", "a".repeat(65)}) {
            assertDenied(desk.addOperator(known, bad, Role.OPERATOR, "x", NOW), Reason.BAD_OPERATOR_NAME);
        }
        assertThat(desk.addOperator(known, "anna.b", Role.OPERATOR, "x", NOW).drafts())
                .hasSize(1);
    }

    @Test
    void aTokenThatIsNotThereIsNotRevoked() {
        assertDenied(desk.revokeToken(known, "t", "x", NOW), Reason.UNKNOWN_TOKEN);
    }
}
