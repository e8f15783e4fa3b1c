package dev.muster.core.joining;

import static dev.muster.core.joining.Maker.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceDesk;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegistered;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.MapRegister;
import dev.muster.core.devices.Product;
import dev.muster.core.devices.ProductDesk;
import dev.muster.core.devices.ProductId;
import dev.muster.core.joining.Enrolled.Means;
import dev.muster.core.joining.JoiningDesk.Answer;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.SubjectName;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices that bring nothing but a TPM which a list names. */
class EndorsedTest {
    private static final OrgId ORG = new OrgId("city");
    private static final DeviceId LAMP = new DeviceId("lamp-9");
    private static final Channel TLS = new Channel("TLSv1.3", "TLS_AES_128_GCM_SHA256");
    private static final String TPM = "aa".repeat(32);
    private static final Draft PROOF = new Draft(LAMP.subject(), NOW, "muster", new OwnershipReleased("stands for it"));

    private final KeyPair authorityKeys = Maker.newKeys();
    private final X509Certificate authority = LocalIdentity.authority(
                    ORG, CertificateTemplate.randomSerial(new Random(1)), NOW)
            .selfSigned(authorityKeys);
    private final MapRegister register = new MapRegister();
    private final KnownJoining known = new KnownJoining();
    private final KeyPair keys = Maker.newKeys();

    @BeforeEach
    void aProduct() {
        ProductId id = new ProductId("acme-lamp");
        register.apply(ProductDesk.add(
                new Product(id, "Acme lamp", "Acme", "lamp", NOW, NOW.plusSeconds(1_000_000)), register, "ada", NOW));
    }

    private void onTheRegister() {
        register.apply(
                Decision.of(0, new Draft(LAMP.subject(), NOW, "ada", new DeviceRegistered("acme-lamp", "import"))));
    }

    private static Endorsed by(String endorsement, String anchor) {
        return new Endorsed(LAMP, endorsement, anchor, List.of(PROOF));
    }

    private Decision<Answer> enroll(Endorsed who, KeyPair with) {
        CertificationRequest csr = CertificationRequest.create(SubjectName.nameless("whatever"), with);
        CertificateTemplate template =
                LocalIdentity.device(ORG, LAMP, CertificateTemplate.randomSerial(new Random(2)), NOW);
        JoiningDesk.Prepared prepared = new JoiningDesk.Prepared(
                template.issue(csr.publicKey(), new CertificateTemplate.Issuer(authority, authorityKeys.getPrivate())),
                Fingerprint.of(authority));
        return new JoiningDesk(known, register, NOW).enroll(who, csr, prepared, TLS);
    }

    /** The proof is the last entry; it is another topic's. */
    private Answer joined(Decision<Answer> decision) {
        assertThat(decision.drafts()).last().isEqualTo(PROOF);
        List<Draft> own = decision.drafts().subList(0, decision.drafts().size() - 1);
        own.forEach(known::fold);
        return register.apply(Decision.of(decision.answer(), own));
    }

    private static String reason(Decision<Answer> decision) {
        assertThat(decision.drafts()).as("a refusal leaves nothing").isEmpty();
        return ((Answer.Refused) decision.answer()).reason();
    }

    private static List<String> facts(Decision<Answer> decision) {
        return decision.drafts().stream()
                .filter(draft -> draft.event() instanceof Enrolled)
                .flatMap(draft -> new JoiningFacts()
                                .facts(
                                        new Entry(
                                                3,
                                                ORG,
                                                "x",
                                                draft.subject(),
                                                NOW,
                                                NOW,
                                                "muster",
                                                new byte[32],
                                                Optional.empty()),
                                        draft.event())
                                .stream())
                .map((Fact fact) -> fact.key() + "=" + fact.value())
                .toList();
    }

    @Test
    void aListedTpmMakesTheDeviceJoinAndItsProofIsWrittenWithIt() {
        onTheRegister();
        Decision<Answer> decision = enroll(by(TPM, "cc"), keys);
        assertThat(joined(decision)).isInstanceOf(Answer.Issued.class);
        assertThat(register.device(LAMP).map(Device::state)).contains(DeviceState.JOINING);
        assertThat(facts(decision)).contains("joining.idevid=endorsed", "transport.mutual=false");
        assertThat(decision.drafts())
                .extracting(Draft::event)
                .filteredOn(Enrolled.class::isInstance)
                .extracting(event -> ((Enrolled) event).means())
                .containsExactly(Means.ENDORSEMENT_KEY);
    }

    @Test
    void aTpmThatNobodyCertifiedIsListedAndNoMore() {
        onTheRegister();
        assertThat(facts(enroll(by(TPM, ""), keys))).contains("joining.idevid=listed");
    }

    @Test
    void aDeviceThatIsNotOnTheRegisterDoesNotJoin() {
        assertThat(reason(enroll(by(TPM, "cc"), keys))).isEqualTo("device-not-registered");
    }

    @Test
    void theSameKeyGetsTheSameCertificateAndTheNewProofIsWritten() {
        onTheRegister();
        joined(enroll(by(TPM, "cc"), keys));
        assertThat(joined(enroll(by(TPM, "cc"), keys))).isInstanceOf(Answer.Present.class);
    }

    @Test
    void anotherKeyOrAnotherTpmIsForAPersonToSay() {
        onTheRegister();
        joined(enroll(by(TPM, "cc"), keys));
        assertThat(reason(enroll(by(TPM, "cc"), Maker.newKeys()))).isEqualTo("already-enrolled");
        assertThat(reason(enroll(by("bb".repeat(32), "cc"), keys))).isEqualTo("identity-conflict");
    }

    @Test
    void aRetiredDeviceDoesNotComeBackByItsTpm() {
        onTheRegister();
        joined(enroll(by(TPM, "cc"), keys));
        register.apply(DeviceDesk.retire(LAMP, register, new DeviceDesk.Cause("ada", "operator", ""), NOW));
        assertThat(reason(enroll(by(TPM, "cc"), keys))).isEqualTo("device-retired");
    }
}
