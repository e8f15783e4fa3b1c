package dev.muster.core.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.joining.Identification.Identified;
import dev.muster.core.joining.Identification.Stranger;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.SubjectName;
import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who stands at the door: each reason to be a stranger, with what the certificate claimed. */
class IdentificationTest {
    private static final Maker ACME = Maker.named("Acme");
    private static final Maker BOLT = Maker.named("Bolt");
    private static final KeyPair KEYS = Maker.newKeys();
    private static final CertificatePath CAM = ACME.device("cam", "cam-1", KEYS);

    private static Stranger stranger(CertificatePath path, Instant now, Anchor... anchors) {
        Identification who = Identification.of(path, List.of(anchors), now);
        assertThat(who).isInstanceOf(Stranger.class);
        return (Stranger) who;
    }

    @Test
    void aDeviceOfATrustedMakerIsItsCertificateAndItsKey() {
        Identified who = (Identified) Identification.of(CAM, List.of(BOLT.anchor(), ACME.anchor()), Maker.NOW);
        assertThat(who.device()).isEqualTo(new DeviceId("cam-1"));
        assertThat(who.anchor()).isEqualTo(ACME.anchor());
        assertThat(who.identity().model()).isEqualTo("cam");
        assertThat(who.factory()).isEqualTo(Fingerprint.of(CAM.leaf()));
        assertThat(who.factoryKey()).isEqualTo(Fingerprint.of(KEYS.getPublic()));
        Identified named = who.named(new DeviceId("hall-3"));
        assertThat(named.device()).isEqualTo(new DeviceId("hall-3"));
        assertThat(named.named(who.device())).isEqualTo(who);
    }

    @Test
    void nobodyIsKnownWithoutItsMakersAnchor() {
        assertThat(stranger(CAM, Maker.NOW).reason()).isEqualTo("idevid-untrusted");
        Stranger other = stranger(CAM, Maker.NOW, BOLT.anchor());
        assertThat(other.reason()).isEqualTo("idevid-untrusted");
        assertThat(other.claimed()).isEqualTo("cam-1");
        assertThat(other.detail()).isNotEmpty();
    }

    @Test
    void aSerialNumberThatIsNoDeviceIdIsSaidAndShown() {
        Stranger nameless = stranger(ACME.device("cam", "a b/c", KEYS), Maker.NOW, ACME.anchor());
        assertThat(nameless.reason()).isEqualTo("idevid-subject");
        assertThat(nameless.claimed()).isEqualTo("a b/c");
        assertThat(nameless.detail()).contains("\"a b/c\"", DeviceId.SHAPE_IN_WORDS);
    }

    @Test
    void aCertificateThatNamesNoDeviceIsNotReadFurther() {
        Stranger authority = stranger(new CertificatePath(List.of(ACME.certificate())), Maker.NOW, ACME.anchor());
        assertThat(authority.reason()).isIn("idevid-subject", "idevid-is-authority");
        assertThat(authority.claimed()).isEmpty();
    }

    private static CertificatePath from(Instant begins, Instant ends) {
        return new CertificatePath(List.of(new CertificateTemplate(
                        SubjectName.factory("Acme", "cam", "cam-1"),
                        BigInteger.TEN,
                        begins,
                        ends,
                        CertificatePurpose.FACTORY)
                .issue(
                        KEYS.getPublic(),
                        new CertificateTemplate.Issuer(
                                ACME.certificate(), ACME.keys().getPrivate()))));
    }

    @Test
    void aCertificateHasItsTimeAndAClockMayBeALittleWrong() {
        Duration skew = CertificatePath.MAX_CLOCK_SKEW;
        Instant begins = Maker.NOW.minus(Duration.ofDays(1));
        Instant ends = Maker.NOW.plus(Duration.ofDays(1));
        CertificatePath path = from(begins, ends);
        assertThat(Identification.of(path, List.of(ACME.anchor()), begins.minus(skew)))
                .isInstanceOf(Identified.class);
        assertThat(Identification.of(path, List.of(ACME.anchor()), ends.plus(skew)))
                .isInstanceOf(Identified.class);
        Stranger early = stranger(path, begins.minus(skew).minusSeconds(1), ACME.anchor());
        assertThat(early.reason()).isEqualTo("idevid-not-yet-valid");
        Stranger late = stranger(path, ends.plus(skew).plusSeconds(1), ACME.anchor());
        assertThat(late.reason()).isEqualTo("idevid-expired");
        assertThat(late.claimed()).isEqualTo("cam-1");
    }

    /** Factory certificates have no end; the maker's word for them has. */
    @Test
    void aMakerWhoseAnchorEndedAnswersForNobody() {
        Instant over = ACME.certificate().getNotAfter().toInstant();
        CertificatePath path = from(Maker.NOW, CertificateTemplate.NO_END);
        Instant last = over.plus(CertificatePath.MAX_CLOCK_SKEW);
        assertThat(Identification.of(path, List.of(ACME.anchor()), last)).isInstanceOf(Identified.class);
        Stranger ended = stranger(path, last.plusSeconds(1), ACME.anchor());
        assertThat(ended.reason()).isEqualTo("anchor-expired");
        assertThat(ended.detail()).contains(over.toString());
        assertThat(ended.claimed()).isEqualTo("cam-1");
    }

    @Test
    void anAnchorSpeaksForItsMakerOnly() {
        Stranger other = stranger(ACME.device("Bolt", "cam", "cam-1", KEYS), Maker.NOW, ACME.anchor(), BOLT.anchor());
        assertThat(other.reason()).isEqualTo("idevid-maker-mismatch");
        assertThat(other.claimed()).isEqualTo("cam-1");
    }
}
