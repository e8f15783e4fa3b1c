package dev.muster.core.joining;

import static dev.muster.core.joining.Maker.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceDesk;
import dev.muster.core.devices.DeviceDesk.Cause;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.MapRegister;
import dev.muster.core.devices.Product;
import dev.muster.core.devices.ProductDesk;
import dev.muster.core.devices.ProductId;
import dev.muster.core.joining.Identification.Identified;
import dev.muster.core.joining.JoiningDesk.Answer;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.SubjectName;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may join at all: the anchor's policy, a person's word, a token; and what a device is called. */
class AdmissionTest {
    private static final OrgId ORG = new OrgId("city");
    private static final Channel TLS = new Channel("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
    private static final DeviceId CAM = new DeviceId("cam-07");
    private static final ProductId PRODUCT = new ProductId("acme-cam");

    private final Maker acme = Maker.named("Acme");
    private final KeyPair authorityKeys = Maker.newKeys();
    private final X509Certificate authority = LocalIdentity.authority(
                    ORG, CertificateTemplate.randomSerial(new Random(1)), NOW)
            .selfSigned(authorityKeys);
    private final MapRegister register = new MapRegister();
    private final KnownJoining known = new KnownJoining();
    private final CertificatePath factory = acme.device("cam-3", "cam-07", Maker.newKeys());
    private Instant now = NOW;

    @BeforeEach
    void setUp() {
        register.apply(ProductDesk.add(
                new Product(PRODUCT, "Acme Cam", "Acme", "cam-3", NOW, NOW.plusSeconds(1_000_000)),
                register,
                "ada",
                NOW));
    }

    @Test
    void onlyRegisteredDevicesJoinWhenTheAnchorSaysSo() {
        anchor(acme, Admission.REGISTERED);
        KeyPair keys = Maker.newKeys();
        assertThat(reason(enroll(factory, keys))).isEqualTo("device-not-registered");
        register.apply(DeviceDesk.register(CAM, PRODUCT, register, new Cause("ada", "import", ""), NOW));
        assertThat(apply(enroll(factory, keys))).isInstanceOf(Answer.Issued.class);
    }

    @Test
    void aPersonsWordIsWaitedForOnceAndThenKept() {
        anchor(acme, Admission.APPROVAL);
        KeyPair keys = Maker.newKeys();
        assertThat(apply(enroll(factory, keys))).isEqualTo(new Answer.Waits(true));
        Decision<Answer> again = enroll(factory, keys);
        assertThat(again.answer()).isEqualTo(new Answer.Waits(false));
        assertThat(again.drafts()).isEmpty();
        apply(ApprovalDesk.say(CAM, false, known, "ada", "stolen", NOW));
        assertThat(reason(enroll(factory, keys))).isEqualTo("joining-denied");
        apply(ApprovalDesk.say(CAM, true, known, "ada", "found again", NOW));
        assertThat(apply(enroll(factory, keys))).isInstanceOf(Answer.Issued.class);
        assertThat(ApprovalDesk.say(CAM, true, known, "ada", "", NOW).answer())
                .as("nobody waits any more")
                .isInstanceOf(ApprovalDesk.Answer.Refused.class);
    }

    @Test
    void aWordForOneFactoryCertificateIsNoneForAnother() {
        anchor(acme, Admission.APPROVAL);
        apply(enroll(factory, Maker.newKeys()));
        apply(ApprovalDesk.say(CAM, true, known, "ada", "", NOW));
        CertificatePath other = acme.device("cam-3", "cam-07", Maker.newKeys());
        assertThat(enroll(other, Maker.newKeys()).answer()).isInstanceOf(Answer.Waits.class);
    }

    @Test
    void thePolicyAsksNobodyWhoIsHereAlready() {
        anchor(acme, Admission.ANY);
        KeyPair keys = Maker.newKeys();
        apply(enroll(factory, keys));
        anchor(acme, Admission.APPROVAL);
        assertThat(enroll(factory, keys).answer()).isInstanceOf(Answer.Present.class);
    }

    @Test
    void twoMakersWithOneSerialNumberHaveTwoDevices() {
        Maker bolt = Maker.named("Bolt");
        anchor(acme, Admission.ANY);
        anchor(bolt, Admission.ANY);
        register.apply(ProductDesk.add(
                new Product(new ProductId("bolt-cam"), "Bolt", "Bolt", "cam-3", NOW, NOW.plusSeconds(9)),
                register,
                "ada",
                NOW));
        apply(enroll(factory, Maker.newKeys()));
        KeyPair keys = Maker.newKeys();
        CertificatePath theirs = bolt.device("cam-3", "cam-07", Maker.newKeys());
        assertThat(apply(enroll(theirs, keys))).isInstanceOf(Answer.Issued.class);
        assertThat(register.device(new DeviceId("cam-07.bolt"))
                        .orElseThrow()
                        .product()
                        .value())
                .isEqualTo("bolt-cam");
        assertThat(enroll(theirs, keys).answer()).as("and comes back as itself").isInstanceOf(Answer.Present.class);
    }

    @Test
    void aDeviceThatTheRegisterHasAsAnotherProductDoesNotJoin() {
        anchor(acme, Admission.ANY);
        ProductId hub = new ProductId("acme-hub");
        register.apply(ProductDesk.add(
                new Product(hub, "Acme Hub", "Acme", "hub-1", NOW, NOW.plusSeconds(9)), register, "ada", NOW));
        register.apply(DeviceDesk.register(CAM, hub, register, new Cause("ada", "import", ""), NOW));
        assertThat(reason(enroll(factory, Maker.newKeys()))).isEqualTo("product-mismatch");
    }

    @Test
    void onlySoManyWaitForAPersonsWord() {
        anchor(acme, Admission.APPROVAL);
        for (int i = 0; i < Waiting.MAX; i++) {
            DeviceId waiting = new DeviceId("cam-waits-" + i);
            known.fold(new Draft(
                    waiting.subject(), NOW, "muster", new JoiningRequested("ab".repeat(32), "cd", "Acme", "cam-3")));
        }
        assertThat(reason(enroll(factory, Maker.newKeys()))).isEqualTo("approvals-too-many");
        apply(ApprovalDesk.say(new DeviceId("cam-waits-1"), true, known, "ada", "", NOW));
        assertThat(enroll(factory, Maker.newKeys()).answer()).isEqualTo(new Answer.Waits(true));
    }

    @Test
    void aTokenIsGoodForOneKeyAndForALostAnswer() {
        Token token = token(NOW.plus(Duration.ofDays(1)));
        KeyPair keys = Maker.newKeys();
        assertThat(apply(byToken(token, keys))).isInstanceOf(Answer.Issued.class);
        assertThat(byToken(token, keys).answer()).isInstanceOf(Answer.Present.class);
        assertThat(reason(byToken(token, Maker.newKeys()))).isEqualTo("token-used");
    }

    @Test
    void aTokenEndsAndCanBeTakenBack() {
        Token token = token(NOW.plus(Duration.ofDays(1)));
        now = NOW.plus(Duration.ofDays(2));
        assertThat(reason(byToken(token, Maker.newKeys()))).isEqualTo("token-expired");
        now = NOW;
        known.fold(TokenDesk.withdraw(token.digest(), known, "ada", "", NOW)
                .drafts()
                .getFirst());
        assertThat(reason(byToken(token, Maker.newKeys()))).isEqualTo("token-unknown");
        assertThat(TokenDesk.make(
                                new Token("cd", CAM, PRODUCT, NOW.plus(Duration.ofDays(31)), Optional.empty()),
                                known,
                                register,
                                "ada",
                                NOW)
                        .drafts())
                .isEmpty();
    }

    @Test
    void aQuarantinedDevicePastItsEndIsRenewedIntoQuarantine() {
        anchor(acme, Admission.ANY);
        KeyPair keys = Maker.newKeys();
        apply(enroll(factory, keys));
        register.apply(DeviceDesk.quarantine(CAM, register, new Cause("ada", "operator", ""), NOW));
        assertThat(reason(enroll(factory, keys))).isEqualTo("device-quarantined");
        now = NOW.plus(LocalIdentity.LIFETIME).plusSeconds(1);
        assertThat(reason(enroll(factory, Maker.newKeys()))).isEqualTo("device-quarantined");
        assertThat(apply(enroll(factory, keys))).isInstanceOf(Answer.Issued.class);
        assertThat(register.device(CAM).orElseThrow().state().word()).isEqualTo("quarantined");
    }

    @Test
    void aLostAnswerToANewKeyIsGivenAgainToTheOldCertificate() {
        anchor(acme, Admission.ANY);
        KeyPair keys = Maker.newKeys();
        apply(enroll(factory, keys));
        X509Certificate old = known.enrolment(CAM).orElseThrow().certificate();
        CertificationRequest csr = CertificationRequest.create(SubjectName.device("city", "cam-07"), Maker.newKeys());
        apply(desk().reenroll(CAM, old, csr, prepared(csr), TLS));
        Decision<Answer> again = desk().reenroll(CAM, old, csr, prepared(csr), TLS);
        assertThat(again.answer())
                .isEqualTo(new Answer.Present(known.enrolment(CAM).orElseThrow().certificate()));
        assertThat(again.drafts()).isEmpty();
    }

    private Token token(Instant until) {
        Token token = new Token("ab".repeat(32), CAM, PRODUCT, until, Optional.empty());
        known.fold(TokenDesk.make(token, known, register, "ada", NOW).drafts().getFirst());
        return token;
    }

    private void anchor(Maker maker, Admission admission) {
        Anchor anchor = Anchor.of(maker.anchor().certificate(), maker.anchor().maker(), admission);
        AnchorDesk.add(anchor, known, "ada", NOW).drafts().forEach(known::fold);
    }

    private JoiningDesk desk() {
        return new JoiningDesk(known, register, now);
    }

    private Decision<Answer> enroll(CertificatePath path, KeyPair keys) {
        Identified who = (Identified) Identification.of(path, known.anchors(), now);
        CertificationRequest csr =
                CertificationRequest.create(SubjectName.device("x", who.device().value()), keys);
        Identified named = who.named(dev.muster.core.devices.DeviceNames.of(
                        who.identity().maker(), who.identity().serialNumber(), register)
                .orElseThrow());
        return desk().enroll(named, csr, prepared(csr), TLS);
    }

    private Decision<Answer> byToken(Token token, KeyPair keys) {
        CertificationRequest csr = CertificationRequest.create(SubjectName.device("x", "cam-07"), keys);
        return desk().enroll(token, csr, prepared(csr), TLS);
    }

    private JoiningDesk.Prepared prepared(CertificationRequest csr) {
        CertificateTemplate template =
                LocalIdentity.device(ORG, CAM, CertificateTemplate.randomSerial(new Random(2)), now);
        return new JoiningDesk.Prepared(
                template.issue(csr.publicKey(), new CertificateTemplate.Issuer(authority, authorityKeys.getPrivate())),
                Fingerprint.of(authority));
    }

    private <A> A apply(Decision<A> decision) {
        decision.drafts().forEach(known::fold);
        return register.apply(decision);
    }

    private static String reason(Decision<Answer> decision) {
        return decision.answer() instanceof Answer.Refused refused ? refused.reason() : "not refused";
    }
}
