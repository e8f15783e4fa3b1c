package dev.muster.core.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.joining.AnchorDesk.Answer;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.format.crypto.Keys;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.SubjectName;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which authorities are taken for makers', what is written of it, and what is refused. */
class AnchorDeskTest {
    private static final KeyPair KEYS = Keys.generateP256(new SecureRandom());
    private static final Maker ACME = Maker.named("Acme");

    private final KnownJoining known = new KnownJoining();

    private Decision<Answer> add(Anchor anchor, Instant now) {
        Decision<Answer> decision = AnchorDesk.add(anchor, known, "ada", now);
        decision.drafts().forEach(known::fold);
        return decision;
    }

    private static void assertRefused(Decision<Answer> decision, Kind kind, String reason, String words) {
        assertThat(decision.drafts()).isEmpty();
        assertThat(decision.answer()).isInstanceOfSatisfying(Answer.Refused.class, no -> {
            assertThat(no.kind()).isEqualTo(kind);
            assertThat(no.reason()).isEqualTo(reason);
            assertThat(no.detail()).contains(words);
        });
    }

    @Test
    void anAuthorityIsTakenOnceAndItsCertificateIsKept() {
        Decision<Answer> first = add(ACME.anchor(), Maker.NOW);
        assertThat(first.answer()).isEqualTo(new Answer.Done(ACME.anchor()));
        assertThat(first.drafts())
                .containsExactly(new Draft(
                        ACME.anchor().subject(),
                        Maker.NOW,
                        "ada",
                        new AnchorAdded(CertificateReader.encoded(ACME.certificate()), "Acme")));
        Decision<Answer> again = add(ACME.anchor(), Maker.NOW);
        assertThat(again.answer()).isEqualTo(new Answer.Already(ACME.anchor()));
        assertThat(again.drafts()).isEmpty();
        assertThat(known.anchors()).containsExactly(ACME.anchor());
    }

    @Test
    void onlyWhatChangesIsWritten() {
        Anchor listed = Anchor.of(ACME.certificate(), "Acme", Admission.REGISTERED);
        assertThat(add(listed, Maker.NOW).drafts())
                .extracting(draft -> draft.event().getClass().getSimpleName())
                .containsExactly("AnchorAdded", "AdmissionSet");
        assertThat(known.anchors()).containsExactly(listed);
        Anchor any = Anchor.of(ACME.certificate(), "Acme", Admission.ANY);
        assertThat(add(any, Maker.NOW).drafts())
                .extracting(Draft::event)
                .containsExactly(new AdmissionSet(Admission.ANY));
        assertThat(add(Anchor.of(ACME.certificate(), "Bolt", Admission.ANY), Maker.NOW)
                        .drafts())
                .extracting(draft -> draft.event().getClass().getSimpleName())
                .containsExactly("AnchorAdded");
        assertThat(known.anchors()).extracting(Anchor::maker).containsExactly("Bolt");
    }

    @Test
    void aDeviceIsNoAuthority() {
        X509Certificate leaf = ACME.device("cam", "cam-1", KEYS).leaf();
        assertRefused(add(Anchor.of(leaf, "Acme"), Maker.NOW), Kind.INVALID, "anchor-unfit", "not one of an authority");
    }

    @Test
    void aMakerHasANameThatFitsACertificate() {
        String most = "m".repeat(AnchorDesk.MAX_MAKER_CHARS);
        for (String name : new String[] {"", "   ", most + "m"}) {
            assertRefused(add(Anchor.of(ACME.certificate(), name), Maker.NOW), Kind.INVALID, "anchor-unfit", "1 to 64");
        }
        assertThat(add(Anchor.of(ACME.certificate(), most), Maker.NOW).answer()).isInstanceOf(Answer.Done.class);
    }

    @Test
    void anAuthorityThatHasEndedIsNotTakenFromTheFirstMomentAfter() {
        Instant end = ACME.certificate().getNotAfter().toInstant();
        assertRefused(add(ACME.anchor(), end.plusMillis(1)), Kind.INVALID, "anchor-unfit", "certificate has ended");
        assertThat(add(ACME.anchor(), end).answer()).isInstanceOf(Answer.Done.class);
    }

    @Test
    void thereIsRoomForSoManyAndAKnownOneMayStillChange() {
        for (int i = 0; i < JoiningStore.MAX_ANCHORS; i++) {
            assertThat(add(numbered(i), Maker.NOW).answer()).isInstanceOf(Answer.Done.class);
        }
        assertRefused(add(ACME.anchor(), Maker.NOW), Kind.CONFLICT, "anchors-too-many", "256");
        Anchor other = Anchor.of(numbered(7).certificate(), "Other");
        assertThat(add(other, Maker.NOW).answer()).isEqualTo(new Answer.Done(other));
        assertThat(known.anchors()).hasSize(JoiningStore.MAX_ANCHORS);
    }

    private static Anchor numbered(int number) {
        X509Certificate root = new CertificateTemplate(
                        SubjectName.authority("Maker " + number, "root"),
                        BigInteger.valueOf(number + 1L),
                        Maker.NOW.minus(Duration.ofDays(1)),
                        Maker.NOW.plus(Duration.ofDays(1)),
                        CertificatePurpose.AUTHORITY)
                .selfSigned(KEYS);
        return ANCHORS.computeIfAbsent(number, _ -> Anchor.of(root, "Maker " + number));
    }

    /** Signatures are not the same twice. */
    private static final Map<Integer, Anchor> ANCHORS = new HashMap<>();

    @Test
    void whatIsNotInForceCannotBeRemoved() {
        String fingerprint = ACME.anchor().fingerprint();
        assertRefused(
                AnchorDesk.remove(fingerprint, known, "ada", "sold", Maker.NOW),
                Kind.ABSENT,
                "anchor-unknown",
                "in force");
        add(ACME.anchor(), Maker.NOW);
        Decision<Answer> gone = AnchorDesk.remove(fingerprint, known, "ada", "sold", Maker.NOW);
        assertThat(gone.answer()).isEqualTo(new Answer.Done(ACME.anchor()));
        assertThat(gone.drafts())
                .containsExactly(new Draft(ACME.anchor().subject(), Maker.NOW, "ada", new AnchorRemoved("sold")));
        gone.drafts().forEach(known::fold);
        assertThat(known.anchors()).isEmpty();
    }
}
