package dev.muster.core.joining;

import static dev.muster.core.joining.Maker.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.devices.DeviceNames;
import dev.muster.core.devices.MapRegister;
import dev.muster.core.devices.Product;
import dev.muster.core.devices.ProductDesk;
import dev.muster.core.devices.ProductId;
import dev.muster.core.joining.Identification.Identified;
import dev.muster.core.joining.JoiningDesk.Answer;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.join.voucher.Voucher;
import dev.muster.format.join.voucher.VoucherException;
import dev.muster.format.join.voucher.VoucherRequest;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificateTemplate.Issuer;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.SignedMessage;
import dev.muster.format.join.x509.SubjectName;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A voucher of the maker lets exactly its device in, at exactly its owner. */
class VoucherDeskTest {
    private static final OrgId ORG = new OrgId("city");
    private static final Channel TLS = new Channel("TLSv1.3", "TLS_AES_256_GCM_SHA384");
    private static final byte[] NONCE = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");

    private final Maker acme = Maker.named("Acme");
    private final KeyPair authorityKeys = Maker.newKeys();
    private final X509Certificate owner = authority(ORG);
    private final KeyPair masaKeys = Maker.newKeys();
    private final X509Certificate masa =
            acme.device("masa", "masa-1", masaKeys).chain().getFirst();
    private final MapRegister register = new MapRegister();
    private final KnownJoining known = new KnownJoining();
    private final KeyPair camKeys = Maker.newKeys();
    private final CertificatePath cam = acme.device("cam-3", "cam-07", camKeys);
    private Instant now = NOW;

    private X509Certificate authority(OrgId org) {
        return LocalIdentity.authority(org, CertificateTemplate.randomSerial(new Random(1)), NOW)
                .selfSigned(authorityKeys);
    }

    @BeforeEach
    void setUp() {
        register.apply(ProductDesk.add(
                new Product(new ProductId("acme-cam"), "Acme Cam", "Acme", "cam-3", NOW, NOW.plusSeconds(1_000_000)),
                register,
                "ada",
                NOW));
        Anchor anchor = Anchor.of(acme.anchor().certificate(), "Acme", Admission.VOUCHER);
        AnchorDesk.add(anchor, known, "ada", NOW).drafts().forEach(known::fold);
        believe(masa);
    }

    @Test
    void aVoucherLetsItsDeviceInAndNobodyElse() {
        assertThat(reason(enroll(cam))).isEqualTo("voucher-missing");
        assertThat(take(voucher("cam-07", owner, ""))).isEqualTo("taken");
        assertThat(reason(enroll(acme.device("cam-3", "cam-08", Maker.newKeys()))))
                .isEqualTo("voucher-missing");
        assertThat(enroll(cam).answer()).isInstanceOf(Answer.Issued.class);
    }

    @Test
    void anotherMakersDeviceOfThatNumberStaysOutside() {
        Maker bolt = Maker.named("Bolt");
        AnchorDesk.add(Anchor.of(bolt.anchor().certificate(), "Bolt", Admission.VOUCHER), known, "ada", NOW)
                .drafts()
                .forEach(known::fold);
        register.apply(ProductDesk.add(
                new Product(new ProductId("bolt-cam"), "Bolt", "Bolt", "cam-3", NOW, NOW.plusSeconds(9)),
                register,
                "ada",
                NOW));
        take(voucher("cam-07", owner, ""));
        assertThat(reason(enroll(bolt.device("cam-3", "cam-07", Maker.newKeys()))))
                .isEqualTo("voucher-missing");
    }

    @Test
    void aVoucherForAnotherOwnerIsRefusedByName() {
        X509Certificate village = authority(new OrgId("village"));
        assertThat(take(voucher("cam-07", village, ""))).isEqualTo("voucher-other-owner");
        assertThat(reason(enroll(cam))).isEqualTo("voucher-missing");
    }

    @Test
    void whoeverIsNotBelievedSignsNothing() {
        KeyPair strangers = Maker.newKeys();
        X509Certificate stranger =
                acme.device("masa", "masa-2", strangers).chain().getFirst();
        byte[] forged = signed(text("cam-07", owner, ""), stranger, strangers);
        assertThat(take(forged)).as("another device of this maker").isEqualTo("voucher-untrusted");
        byte[] bent = voucher("cam-07", owner, "");
        int at = new String(bent, StandardCharsets.ISO_8859_1).indexOf("cam-07");
        bent[at + 5] = '8';
        assertThat(take(bent)).as("the number was exchanged").isEqualTo("voucher-untrusted");
        assertThat(new VoucherDesk(known.vouchers(), now)
                        .add(Vouchers.Signer.of(acme.anchor().certificate(), "Acme"), "ada")
                        .answer())
                .isInstanceOfSatisfying(
                        VoucherDesk.SignerAnswer.Refused.class,
                        refused -> assertThat(refused.detail()).contains("devices too"));
    }

    @Test
    void aVoucherEnds() {
        String until = "\"expires-on\":\"" + NOW.plusSeconds(3600) + "\"";
        assertThat(take(voucher("cam-07", owner, until))).isEqualTo("taken");
        now = NOW.plusSeconds(3600);
        assertThat(reason(enroll(cam))).isEqualTo("voucher-expired");
        assertThat(take(voucher("cam-07", owner, until))).isEqualTo("voucher-expired");
        now = NOW.minus(Duration.ofHours(1));
        assertThat(take(voucher("cam-07", owner, ""))).isEqualTo("voucher-not-yet");
    }

    @Test
    void itEndsWithWhoSignedIt() {
        take(voucher("cam-07", owner, ""));
        new VoucherDesk(known.vouchers(), now)
                .remove(Fingerprint.of(masa), "ada", "its key leaked")
                .drafts()
                .forEach(known::fold);
        assertThat(reason(enroll(cam))).isEqualTo("voucher-missing");
        assertThat(take(voucher("cam-07", owner, ""))).isEqualTo("voucher-untrusted");
    }

    /** One for a question of the device's is good for that question. */
    @Test
    void aNonceHasToBeTheDevicesOwn() {
        String nonce = "\"nonce\":\"" + Base64.getEncoder().encodeToString(NONCE) + "\"";
        assertThat(take(voucher("cam-07", owner, nonce))).as("nobody asked").isEqualTo("voucher-nonce");
        assertThat(ask("cam-07", NONCE, camKeys)).isEqualTo("waits");
        String other = "\"nonce\":\"" + Base64.getEncoder().encodeToString(new byte[16]) + "\"";
        assertThat(take(voucher("cam-07", owner, other))).isEqualTo("voucher-nonce");
        assertThat(take(voucher("cam-07", owner, nonce))).isEqualTo("taken");
        assertThat(ask("cam-07", NONCE, camKeys)).isEqualTo("taken");
        assertThat(ask("cam-07", new byte[16], camKeys))
                .as("another question needs another voucher")
                .isEqualTo("waits");
    }

    /** Each question that is kept is an entry for ever. */
    @Test
    void aDeviceThatAsksOtherwiseAllTheTimeWritesOnceInAWhile() {
        assertThat(ask("cam-07", NONCE, camKeys)).isEqualTo("waits");
        now = NOW.plus(VoucherDesk.AGAIN).minusSeconds(1);
        assertThat(askDrafts("cam-07", new byte[16])).as("too soon").isZero();
        assertThat(ask("cam-07", new byte[16], camKeys)).isEqualTo("waits");
        now = NOW.plus(VoucherDesk.AGAIN);
        assertThat(askDrafts("cam-07", new byte[16])).isEqualTo(1);
    }

    @Test
    void aDeviceAsksForItselfUnderItsOwnKey() {
        assertThat(ask("cam-08", NONCE, camKeys)).isEqualTo("voucher-request-other");
        assertThat(ask("cam-07", NONCE, Maker.newKeys())).isEqualTo("voucher-request-unsigned");
        assertThat(ask("cam-07", NONCE, camKeys)).isEqualTo("waits");
        assertThat(askDrafts("cam-07", NONCE)).as("the same again").isZero();
    }

    @Test
    void whoseCertificateSignedTheDeviceMayBeSaid() {
        List<byte[]> names = CertificatePath.issuerKeyNames(cam.leaf());
        byte[] key = names.getFirst();
        byte[] longer = new byte[key.length + 1];
        System.arraycopy(key, 0, longer, 1, key.length);
        for (byte[] wrong : List.of(new byte[20], longer)) {
            take(voucher("cam-07", owner, issuer(wrong)));
            assertThat(reason(enroll(cam))).isEqualTo("voucher-other-issuer");
        }
        assertThat(names).hasSize(3);
        for (byte[] right : names) {
            take(voucher("cam-07", owner, issuer(right)));
            assertThat(enroll(cam).answer()).isInstanceOf(Answer.Issued.class);
        }
    }

    private static String issuer(byte[] name) {
        return "\"idevid-issuer\":\"" + Base64.getEncoder().encodeToString(name) + "\"";
    }

    @Test
    void whatExcludesEachOtherIsNoVoucher() {
        String both = "\"nonce\":\"" + Base64.getEncoder().encodeToString(NONCE) + "\",\"expires-on\":\"" + NOW + "\"";
        assertThatThrownBy(() -> Voucher.parse(voucher("cam-07", owner, both)))
                .isInstanceOf(VoucherException.class)
                .hasMessageContaining("voucher/nonce");
        assertThatThrownBy(() -> Voucher.parse(voucher("cam-07", owner, "\"for-everybody\":true")))
                .hasMessageContaining("for-everybody");
        assertThatThrownBy(() -> Voucher.parse(voucher("", owner, ""))).hasMessageContaining("serial-number");
    }

    private void believe(X509Certificate signer) {
        new VoucherDesk(known.vouchers(), now)
                .add(Vouchers.Signer.of(signer, "Acme"), "ada")
                .drafts()
                .forEach(known::fold);
    }

    private byte[] voucher(String serial, X509Certificate pinned, String more) {
        return signed(text(serial, pinned, more), masa, masaKeys);
    }

    private static String text(String serial, X509Certificate pinned, String more) {
        return "{\"ietf-voucher:voucher\":{\"assertion\":\"logged\",\"created-on\":\"" + NOW + "\",\"serial-number\":\""
                + serial + "\",\"pinned-domain-cert\":\""
                + Base64.getEncoder().encodeToString(CertificateReader.encoded(pinned)) + "\""
                + (more.isEmpty() ? "" : "," + more) + "}}";
    }

    private static byte[] signed(String text, X509Certificate signer, KeyPair keys) {
        return SignedMessage.sign(
                Voucher.CONTENT_TYPE,
                text.getBytes(StandardCharsets.UTF_8),
                signer,
                keys.getPrivate(),
                List.of(signer));
    }

    private String take(byte[] bytes) {
        var decision = new VoucherDesk(known.vouchers(), now)
                .take(Voucher.parse(bytes), bytes, Set.of(Fingerprint.of(owner)), "ada");
        decision.drafts().forEach(known::fold);
        return word(decision.answer());
    }

    private Decision<VoucherDesk.Answer> asking(String serial, byte[] nonce, KeyPair keys) {
        String text = "{\"ietf-voucher-request:voucher\":{\"assertion\":\"proximity\",\"created-on\":\"" + NOW
                + "\",\"serial-number\":\"" + serial + "\",\"nonce\":\""
                + Base64.getEncoder().encodeToString(nonce) + "\"}}";
        byte[] bytes = signed(text, cam.leaf(), keys);
        VoucherRequest request = VoucherRequest.parse(bytes);
        return new VoucherDesk(known.vouchers(), now)
                .ask(identified(cam), request, request.message().isSignedBy(camKeys.getPublic()), bytes);
    }

    private String ask(String serial, byte[] nonce, KeyPair keys) {
        Decision<VoucherDesk.Answer> decision = asking(serial, nonce, keys);
        decision.drafts().forEach(known::fold);
        return word(decision.answer());
    }

    private int askDrafts(String serial, byte[] nonce) {
        return asking(serial, nonce, camKeys).drafts().size();
    }

    private static String word(VoucherDesk.Answer answer) {
        return switch (answer) {
            case VoucherDesk.Answer.Taken _ -> "taken";
            case VoucherDesk.Answer.Waits _ -> "waits";
            case VoucherDesk.Answer.Refused refused -> refused.reason();
        };
    }

    private Identified identified(CertificatePath path) {
        Identified who = (Identified) Identification.of(path, known.anchors(), now.isBefore(NOW) ? NOW : now);
        return who.named(DeviceNames.of(who.identity().maker(), who.identity().serialNumber(), register)
                .orElseThrow());
    }

    private Decision<Answer> enroll(CertificatePath path) {
        Identified who = identified(path);
        CertificationRequest csr =
                CertificationRequest.create(SubjectName.device("x", who.device().value()), Maker.newKeys());
        X509Certificate certificate = LocalIdentity.device(
                        ORG, who.device(), CertificateTemplate.randomSerial(new Random(2)), now)
                .issue(csr.publicKey(), new Issuer(owner, authorityKeys.getPrivate()));
        return new JoiningDesk(known, register, now)
                .enroll(who, csr, new JoiningDesk.Prepared(certificate, Fingerprint.of(owner)), TLS);
    }

    private static String reason(Decision<Answer> decision) {
        return decision.answer() instanceof Answer.Refused refused ? refused.reason() : "not refused";
    }
}
