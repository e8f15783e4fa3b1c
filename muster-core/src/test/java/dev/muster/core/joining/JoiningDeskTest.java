package dev.muster.core.joining;

import static dev.muster.core.joining.Maker.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceDesk;
import dev.muster.core.devices.DeviceDesk.Cause;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.MapRegister;
import dev.muster.core.devices.Product;
import dev.muster.core.devices.ProductDesk;
import dev.muster.core.devices.ProductId;
import dev.muster.core.joining.Identification.Identified;
import dev.muster.core.joining.Identification.Stranger;
import dev.muster.core.joining.JoiningDesk.Answer;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.SubjectName;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JoiningDeskTest {

    private static final OrgId ORG = new OrgId("city");
    private static final Channel TLS = new Channel("TLSv1.3", "TLS_AES_128_GCM_SHA256");
    private static final DeviceId CAM = new DeviceId("cam-07");
    private static final Cause OPERATOR = new Cause("ada", "operator", "");

    private final Maker acme = Maker.named("Acme");
    private final KeyPair authorityKeys = Maker.newKeys();
    private final X509Certificate authority = LocalIdentity.authority(
                    ORG, CertificateTemplate.randomSerial(new Random(1)), NOW)
            .selfSigned(authorityKeys);
    private final MapRegister register = new MapRegister();
    private final KnownJoining known = new KnownJoining();
    private final KeyPair factoryKeys = Maker.newKeys();
    private final KeyPair localKeys = Maker.newKeys();
    private Instant now = NOW;

    @BeforeEach
    void setUp() {
        Product product =
                new Product(new ProductId("acme-cam"), "Acme Cam", "Acme", "cam-3", NOW, NOW.plusSeconds(1_000_000));
        register.apply(ProductDesk.add(product, register, "ada", NOW));
        apply(AnchorDesk.add(acme.anchor(), known, "ada", NOW));
    }

    @Test
    void aDeviceOfAnAcceptedMakerJoins() {
        Decision<Answer> decision = enroll(acme, "cam-07", factoryKeys, localKeys);
        assertThat(apply(decision)).isInstanceOf(Answer.Issued.class);
        assertThat(register.device(CAM).map(Device::state)).contains(DeviceState.JOINING);
        assertThat(register.device(CAM).orElseThrow().product().value()).isEqualTo("acme-cam");
        X509Certificate certificate = known.enrolment(CAM).orElseThrow().certificate();
        assertThat(SubjectName.of(certificate.getSubjectX500Principal()))
                .isEqualTo(SubjectName.device("city", "cam-07"));
    }

    @Test
    void whatTheServerSawIsStatedAsObserved() {
        Decision<Answer> decision = enroll(acme, "cam-07", factoryKeys, localKeys);
        List<Fact> facts = facts(decision.drafts().getLast());
        assertThat(facts).extracting(Fact::grade).containsOnly(Grade.OBSERVED);
        assertThat(facts)
                .extracting(fact -> fact.key() + "=" + fact.value())
                .contains(
                        "joining.idevid=verified",
                        "joining.key-unique=true",
                        "joining.anchor=" + Fingerprint.of(authority),
                        "joining.certificate-until=" + NOW.plus(LocalIdentity.LIFETIME),
                        "transport.version=TLSv1.3",
                        "transport.mutual=true");
    }

    @Test
    void aSelfMadeIdentityIsAStranger() {
        assertThat(stranger(identify(Maker.selfMade("Acme", "cam-3", "cam-07"))))
                .isEqualTo("idevid-untrusted");
    }

    @Test
    void anotherOrganisationsMakerIsAStranger() {
        Maker bolt = Maker.named("Bolt");
        assertThat(stranger(identify(bolt.device("cam-3", "cam-07", factoryKeys))))
                .isEqualTo("idevid-untrusted");
    }

    @Test
    void anAcceptedMakerCannotMakeAnothersDevices() {
        Maker bolt = Maker.named("Bolt");
        apply(AnchorDesk.add(bolt.anchor(), known, "ada", NOW));
        assertThat(stranger(identify(bolt.device("Acme", "cam-3", "cam-07", factoryKeys))))
                .isEqualTo("idevid-maker-mismatch");
    }

    @Test
    void anIdentityThatEndedIsAStranger() {
        now = NOW.plusSeconds(86_400L * 4000);
        assertThat(stranger(identify(acme.device("cam-3", "cam-07", factoryKeys))))
                .isEqualTo("idevid-expired");
    }

    @Test
    void anAnchorThatWasRemovedMeanwhileIsNoLongerGood() {
        Identified who = identified(acme, "cam-07", factoryKeys);
        apply(AnchorDesk.remove(acme.anchor().fingerprint(), known, "ada", "", NOW));
        CertificationRequest csr = csr("cam-07", localKeys);
        assertThat(reason(desk().enroll(who, csr, prepared("cam-07", csr), TLS)))
                .isEqualTo("idevid-untrusted");
    }

    @Test
    void aProductThatIsNotOnTheRegisterDoesNotJoin() {
        CertificatePath path = acme.device("cam-99", "cam-07", factoryKeys);
        Identified who = (Identified) identify(path);
        CertificationRequest csr = csr("cam-07", localKeys);
        assertThat(reason(desk().enroll(who, csr, prepared("cam-07", csr), TLS)))
                .isEqualTo("product-unknown");
    }

    @Test
    void aRequestForAnotherDeviceIsRefused() {
        Identified who = identified(acme, "cam-07", factoryKeys);
        CertificationRequest csr = csr("cam-08", localKeys);
        assertThat(reason(desk().enroll(who, csr, prepared("cam-07", csr), TLS)))
                .isEqualTo("subject-mismatch");
    }

    @Test
    void theFactoryKeyIsNotALocalKey() {
        assertThat(reason(enroll(acme, "cam-07", factoryKeys, factoryKeys))).isEqualTo("key-is-factory-key");
    }

    @Test
    void aLostAnswerIsGivenAgainAndWritesNothing() {
        apply(enroll(acme, "cam-07", factoryKeys, localKeys));
        Decision<Answer> again = enroll(acme, "cam-07", factoryKeys, localKeys);
        assertThat(again.answer())
                .isEqualTo(new Answer.Present(known.enrolment(CAM).orElseThrow().certificate()));
        assertThat(again.drafts()).isEmpty();
    }

    @Test
    void anotherKeyNeedsARelease() {
        apply(enroll(acme, "cam-07", factoryKeys, localKeys));
        KeyPair next = Maker.newKeys();
        assertThat(reason(enroll(acme, "cam-07", factoryKeys, next))).isEqualTo("already-enrolled");
        apply(desk().release(CAM, "ada", "sold"));
        assertThat(apply(enroll(acme, "cam-07", factoryKeys, next))).isInstanceOf(Answer.Issued.class);
        assertThat(known.enrolment(CAM).orElseThrow().released()).isFalse();
    }

    /** What comes under the name of a device that was let go may be another thing, wherever the old one stood. */
    @Test
    void whoWasLetGoBeginsByJoiningWhereverItWas() {
        for (DeviceState was : List.of(DeviceState.OPERATIONAL, DeviceState.MAINTENANCE, DeviceState.DEGRADED)) {
            apply(enroll(acme, "cam-07", factoryKeys, localKeys));
            register.apply(DeviceDesk.change(CAM, DeviceState.OPERATIONAL, register, OPERATOR, now));
            register.apply(DeviceDesk.change(CAM, was, register, OPERATOR, now));
            apply(desk().release(CAM, "ada", "sold"));
            assertThat(apply(enroll(acme, "cam-07", factoryKeys, Maker.newKeys())))
                    .isInstanceOf(Answer.Issued.class);
            assertThat(register.device(CAM).map(Device::state)).as(was.word()).contains(DeviceState.JOINING);
            apply(desk().release(CAM, "ada", "sold once more"));
        }
    }

    @Test
    void anotherFactoryCertificateOfTheSameNameNeedsARelease() {
        apply(enroll(acme, "cam-07", factoryKeys, localKeys));
        assertThat(reason(enroll(acme, "cam-07", Maker.newKeys(), localKeys))).isEqualTo("identity-conflict");
    }

    @Test
    void twoDevicesCannotHaveOneKey() {
        apply(enroll(acme, "cam-07", factoryKeys, localKeys));
        Decision<Answer> second = enroll(acme, "cam-08", Maker.newKeys(), localKeys);
        assertThat(reason(second)).isEqualTo("key-in-use");
        assertThat(second.drafts())
                .as("either may be the copy")
                .extracting(draft -> draft.subject().id())
                .containsExactlyInAnyOrder("cam-07", "cam-08");
        apply(second);
        assertThat(enroll(acme, "cam-08", Maker.newKeys(), localKeys).drafts())
                .as("said once")
                .isEmpty();
        now = NOW.plus(LocalIdentity.LIFETIME);
        assertThat(reason(reenroll(localKeys, localKeys)))
                .as("the first one gets none for it again")
                .isEqualTo("key-in-use");
        assertThat(reenroll(localKeys, Maker.newKeys()).answer()).isInstanceOf(Answer.Issued.class);
    }

    @Test
    void twoDevicesCannotHaveOneFactoryKey() {
        apply(enroll(acme, "cam-07", factoryKeys, localKeys));
        Decision<Answer> second = enroll(acme, "cam-08", factoryKeys, Maker.newKeys());
        assertThat(reason(second)).isEqualTo("factory-key-in-use");
        apply(second);
        now = NOW.plus(LocalIdentity.LIFETIME);
        assertThat(reason(enroll(acme, "cam-07", factoryKeys, localKeys))).isEqualTo("factory-key-in-use");
        apply(desk().release(CAM, "ada", "it was the copy"));
        assertThat(apply(enroll(acme, "cam-08", factoryKeys, Maker.newKeys()))).isInstanceOf(Answer.Issued.class);
        assertThat(reason(enroll(acme, "cam-07", factoryKeys, Maker.newKeys())))
                .as("now the other one holds it")
                .isEqualTo("factory-key-in-use");
    }

    /** A key that is good for another device's birth certificate is no key for this one's. */
    @Test
    void anotherDevicesFactoryKeyIsNoKeyToEnrol() {
        apply(enroll(acme, "cam-07", factoryKeys, localKeys));
        assertThat(reason(enroll(acme, "cam-08", Maker.newKeys(), factoryKeys))).isEqualTo("key-in-use");
    }

    @Test
    void aDeviceThatIsCutOffOrGoneGetsNoCertificate() {
        apply(enroll(acme, "cam-07", factoryKeys, localKeys));
        register.apply(DeviceDesk.quarantine(CAM, register, OPERATOR, NOW));
        assertThat(reason(enroll(acme, "cam-07", factoryKeys, localKeys))).isEqualTo("device-quarantined");
        assertThat(reason(reenroll(localKeys, localKeys))).isEqualTo("device-quarantined");
        register.apply(DeviceDesk.retire(CAM, register, OPERATOR, NOW));
        assertThat(reason(enroll(acme, "cam-07", factoryKeys, localKeys))).isEqualTo("device-retired");
        assertThat(reason(reenroll(localKeys, localKeys))).isEqualTo("device-retired");
    }

    @Test
    void aDeviceComesBackAfterItsCertificateEnded() {
        apply(enroll(acme, "cam-07", factoryKeys, localKeys));
        now = NOW.plus(LocalIdentity.LIFETIME).plusSeconds(86_400L * 90);
        assertThat(enroll(acme, "cam-07", factoryKeys, localKeys).answer()).isInstanceOf(Answer.Issued.class);
    }

    @Test
    void renewalWithTheSameKeyGivesANewCertificateFromHalfItsLife() {
        apply(enroll(acme, "cam-07", factoryKeys, localKeys));
        assertThat(reenroll(localKeys, localKeys).answer()).isInstanceOf(Answer.Present.class);
        now = known.enrolment(CAM).orElseThrow().renewFrom();
        Decision<Answer> renewed = reenroll(localKeys, localKeys);
        assertThat(renewed.answer()).isInstanceOf(Answer.Issued.class);
        assertThat(((Enrolled) renewed.drafts().getFirst().event()).rekeyed()).isFalse();
    }

    @Test
    void aDeviceMayReplaceItsKeyAtAnyTimeAndTheOldOneEnds() {
        apply(enroll(acme, "cam-07", factoryKeys, localKeys));
        X509Certificate old = known.enrolment(CAM).orElseThrow().certificate();
        KeyPair next = Maker.newKeys();
        Decision<Answer> rekeyed = reenroll(localKeys, next);
        assertThat(apply(rekeyed)).isInstanceOf(Answer.Issued.class);
        assertThat(facts(rekeyed.drafts().getFirst()))
                .extracting(fact -> fact.key() + "=" + fact.value())
                .contains("joining.rekeyed=true");
        CertificationRequest csr = csr("cam-07", Maker.newKeys());
        assertThat(reason(desk().reenroll(CAM, old, csr, prepared("cam-07", csr), TLS)))
                .isEqualTo("certificate-superseded");
    }

    @Test
    void aRenewalCannotChangeTheSubject() {
        apply(enroll(acme, "cam-07", factoryKeys, localKeys));
        CertificationRequest csr = CertificationRequest.create(SubjectName.device("city", "cam-08"), Maker.newKeys());
        X509Certificate current = known.enrolment(CAM).orElseThrow().certificate();
        assertThat(reason(desk().reenroll(CAM, current, csr, prepared("cam-07", csr), TLS)))
                .isEqualTo("subject-changed");
    }

    @Test
    void aReleasedCertificateIsGoodForNothing() {
        apply(enroll(acme, "cam-07", factoryKeys, localKeys));
        apply(desk().release(CAM, "ada", ""));
        assertThat(reason(reenroll(localKeys, localKeys))).isEqualTo("certificate-superseded");
        assertThat(desk().release(CAM, "ada", "").drafts()).isEmpty();
        assertThat(reason(desk().release(new DeviceId("ghost"), "ada", ""))).isEqualTo("device-not-enrolled");
    }

    @Test
    void onlyAuthoritiesAreAnchors() {
        X509Certificate leaf = acme.device("cam-3", "cam-07", factoryKeys).leaf();
        assertThat(AnchorDesk.add(Anchor.of(leaf, "Acme"), known, "ada", NOW).answer())
                .isInstanceOf(AnchorDesk.Answer.Refused.class);
        assertThat(AnchorDesk.add(acme.anchor(), known, "ada", NOW).drafts()).isEmpty();
    }

    private JoiningDesk desk() {
        return new JoiningDesk(known, register, now);
    }

    private Identification identify(CertificatePath path) {
        return Identification.of(path, known.anchors(), now);
    }

    private Identified identified(Maker maker, String serial, KeyPair keys) {
        return (Identified) identify(factoryCertificates.computeIfAbsent(
                serial + Fingerprint.of(keys.getPublic()), _ -> maker.device("cam-3", serial, keys)));
    }

    private final Map<String, CertificatePath> factoryCertificates = new HashMap<>();

    private Decision<Answer> enroll(Maker maker, String serial, KeyPair factory, KeyPair local) {
        CertificationRequest csr = csr(serial, local);
        return desk().enroll(identified(maker, serial, factory), csr, prepared(serial, csr), TLS);
    }

    private Decision<Answer> reenroll(KeyPair present, KeyPair next) {
        X509Certificate current = known.enrolment(CAM).orElseThrow().certificate();
        assertThat(Fingerprint.of(current.getPublicKey())).isEqualTo(Fingerprint.of(present.getPublic()));
        CertificationRequest csr = CertificationRequest.create(SubjectName.device("city", "cam-07"), next);
        return desk().reenroll(CAM, current, csr, prepared("cam-07", csr), TLS);
    }

    private static CertificationRequest csr(String serial, KeyPair keys) {
        return CertificationRequest.create(SubjectName.device("whatever", serial), keys);
    }

    private JoiningDesk.Prepared prepared(String serial, CertificationRequest csr) {
        CertificateTemplate template =
                LocalIdentity.device(ORG, new DeviceId(serial), CertificateTemplate.randomSerial(new Random(2)), now);
        return new JoiningDesk.Prepared(
                template.issue(csr.publicKey(), new CertificateTemplate.Issuer(authority, authorityKeys.getPrivate())),
                Fingerprint.of(authority));
    }

    private <A> A apply(Decision<A> decision) {
        decision.drafts().forEach(known::fold);
        return register.apply(decision);
    }

    private static List<Fact> facts(Draft draft) {
        Entry entry = new Entry(3, ORG, "x", draft.subject(), NOW, NOW, draft.issuer(), new byte[32], Optional.empty());
        return new JoiningFacts().facts(entry, draft.event());
    }

    private static String reason(Decision<Answer> decision) {
        if (decision.answer() instanceof Answer.Refused refused) {
            assertThat(decision.drafts())
                    .as("a refusal leaves nothing, but that two devices have one key")
                    .extracting(Draft::event)
                    .hasOnlyElementsOfType(KeyShared.class);
            return refused.reason();
        }
        return "not refused";
    }

    private static String stranger(Identification who) {
        return who instanceof Stranger stranger ? stranger.reason() : "identified";
    }
}
