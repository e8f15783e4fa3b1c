package dev.muster.server.joining;

import static dev.muster.server.joining.Site.ORG;
import static dev.muster.server.joining.Site.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.est.EstMessage;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.SubjectName;
import dev.muster.server.joining.Site.Identity;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices whose factory identity is a DICE chain: as the TCG profiles have it, and as Open DICE does. */
class DiceJoiningTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String TCB_INFO = "2.23.133.5.4.1";
    private static final String OPEN_DICE = "1.3.6.1.4.1.11129.2.1.24";
    private static final String ISSUES_LAYERS = "2.23.133.5.4.100.12";
    private static final String IDENTITY_LOCAL = "2.23.133.5.4.100.7";

    /** DiceTcbInfo: vendor ACME, model box, svn 5. */
    private static final byte[] LAYER =
            HexFormat.of().parseHex("300e" + "8004" + "41434d45" + "8103" + "626f78" + "830105");

    /** Open DICE: a code hash of 32 bytes and the normal mode. */
    private static final byte[] OPEN_LAYER =
            HexFormat.of().parseHex("302b" + "a022" + "0420" + "11".repeat(32) + "a605" + "0a0101" + "0500");

    @TempDir
    Path data;

    private final Identity maker = maker();
    private final KeyPair deviceKeys = Keys.generateP256(RANDOM);
    private final X509Certificate deviceId = layer(
            "serialNumber=box-1,OU=cam-3,O=Acme",
            deviceKeys,
            name(maker.certificate()),
            maker.keys(),
            new Form(true, Map.of(), List.of()));

    private record Form(boolean authority, Map<String, byte[]> critical, List<String> purposes) {}

    private static final Form ALIAS = new Form(false, Map.of(TCB_INFO, LAYER), List.of(IDENTITY_LOCAL));

    private static Identity maker() {
        KeyPair keys = Keys.generateP256(RANDOM);
        String name = "CN=Acme root,O=Acme";
        return new Identity(keys, layer(name, keys, new X500Name(name), keys, new Form(true, Map.of(), List.of())));
    }

    private static X500Name name(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static X509Certificate layer(String subject, KeyPair keys, X500Name issuer, KeyPair issuing, Form form) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(64, RANDOM).setBit(1),
                    Date.from(Instant.now().minusSeconds(3600)),
                    Date.from(Instant.parse("9999-12-31T23:59:59Z")),
                    new X500Name(subject),
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(form.authority()));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(form.authority() ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
            if (!form.purposes().isEmpty()) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(form.purposes().stream()
                                .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
                                .toArray(KeyPurposeId[]::new)));
            }
            for (Map.Entry<String, byte[]> extension : form.critical().entrySet()) {
                builder.addExtension(
                        new Extension(new ASN1ObjectIdentifier(extension.getKey()), true, extension.getValue()));
            }
            String algorithm = issuing.getPrivate().getAlgorithm().startsWith("E")
                            && !issuing.getPrivate().getAlgorithm().startsWith("EC")
                    ? "Ed25519"
                    : "SHA256withECDSA";
            return CertificateReader.parse(new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(issuing.getPrivate())))
                    .getEncoded());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Identity alias(String subject, Form form) {
        return alias(subject, form, deviceId);
    }

    private Identity alias(String subject, Form form, X509Certificate of) {
        KeyPair keys = Keys.generateP256(RANDOM);
        return new Identity(keys, layer(subject, keys, name(of), deviceKeys, form), List.of(of));
    }

    /** What the maker signed for the device's first layer. */
    private X509Certificate first(String subject, String... purposes) {
        return layer(
                subject,
                deviceKeys,
                name(maker.certificate()),
                maker.keys(),
                new Form(true, Map.of(), List.of(purposes)));
    }

    private static String subject(X509Certificate certificate) {
        return SubjectName.of(certificate.getSubjectX500Principal())
                .serialNumber()
                .orElseThrow();
    }

    private static HttpResponse<byte[]> enrol(Site site, Identity shown, String named, KeyPair keys) throws Exception {
        return site.est(shown, ORG, EstMessage.SIMPLE_ENROLL, Site.request(named, keys));
    }

    @Test
    void aDeviceIsWhomItsMakerCertifiedWhateverItsFirmwareSays() throws Exception {
        try (Site site = Site.start(data, "sqlite")) {
            site.accept(ORG, maker, "Acme");
            KeyPair local = Keys.generateP256(RANDOM);
            X509Certificate got = Site.certificate(enrol(site, alias("CN=alias", ALIAS), "box-1", local));
            assertThat(subject(got)).isEqualTo("box-1");
            // Other firmware, another alias key: still the same device, under the key that it has here.
            assertThat(Site.certificate(enrol(site, alias("CN=alias after an update", ALIAS), "box-1", local)))
                    .isEqualTo(got);
            assertThat(code(enrol(site, alias("CN=alias", ALIAS), "box-1", Keys.generateP256(RANDOM))))
                    .isEqualTo("403 already-enrolled");
            // Firmware that names another device, with and without saying that it is a layer.
            String victim = "serialNumber=box-2,OU=cam-3,O=Acme";
            for (Form form : List.of(ALIAS, new Form(false, Map.of(), List.of()))) {
                assertThat(code(enrol(site, alias(victim, form), "box-2", Keys.generateP256(RANDOM))))
                        .isEqualTo("403 subject-mismatch");
            }
        }
    }

    /** A maker may call a first layer as it likes; firmware that leaves out what it is names nobody else by that. */
    @Test
    void whateverTheFirstLayerIsCalledItsFirmwareIsNobodyElse() throws Exception {
        try (Site site = Site.start(data, "sqlite")) {
            site.accept(ORG, maker, "Acme");
            String victim = "serialNumber=box-2,OU=cam-3,O=Acme";
            for (String called : List.of("CN=First layer,serialNumber=box-1", "CN=First layer+serialNumber=box-1")) {
                for (Form form : List.of(ALIAS, new Form(false, Map.of(), List.of()))) {
                    assertThat(code(enrol(
                                    site, alias(victim, form, first(called)), "box-2", Keys.generateP256(RANDOM))))
                            .as(called)
                            .isIn("403 subject-mismatch", "403 device-not-registered", "401 idevid-subject");
                }
            }
            X509Certificate numberless = first("CN=First layer", ISSUES_LAYERS);
            assertThat(code(enrol(
                            site,
                            alias(victim, new Form(false, Map.of(), List.of()), numberless),
                            "box-2",
                            Keys.generateP256(RANDOM))))
                    .isEqualTo("401 idevid-subject");
        }
    }

    @Test
    void whatIsNotUnderstoodOrMayNotSpeakIsRefused() throws Exception {
        try (Site site = Site.start(data, "sqlite")) {
            site.accept(ORG, maker, "Acme");
            KeyPair local = Keys.generateP256(RANDOM);
            Form strange = new Form(false, Map.of(TCB_INFO, LAYER, "1.2.3.4", LAYER), List.of(IDENTITY_LOCAL));
            assertThat(code(enrol(site, alias("CN=alias", strange), "box-1", local)))
                    .isEqualTo("401 idevid-untrusted");
            Form attester = new Form(false, Map.of(TCB_INFO, LAYER), List.of("2.23.133.5.4.100.9"));
            assertThat(code(enrol(site, alias("CN=alias", attester), "box-1", local)))
                    .isEqualTo("401 idevid-usage");
            Identity stranger = maker();
            X509Certificate forged = layer(
                    "serialNumber=box-1,OU=cam-3,O=Acme",
                    deviceKeys,
                    name(stranger.certificate()),
                    stranger.keys(),
                    new Form(true, Map.of(), List.of()));
            KeyPair keys = Keys.generateP256(RANDOM);
            Identity alias =
                    new Identity(keys, layer("CN=alias", keys, name(forged), deviceKeys, ALIAS), List.of(forged));
            assertThat(code(enrol(site, alias, "box-1", local))).isEqualTo("401 idevid-untrusted");
        }
    }

    @Test
    void openDiceNamesNoModelSoAListDoes() throws Exception {
        KeyPair first = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPair second = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPair speaking = Keys.generateP256(RANDOM);
        Form open = new Form(true, Map.of(OPEN_DICE, OPEN_LAYER), List.of());
        String uds = "7a06eee41b789f4863d86b8778b1a201a6fedd57";
        X500Name root = new X500Name("serialNumber=" + uds);
        X509Certificate udsCertificate =
                layer("serialNumber=" + uds, first, root, first, new Form(true, Map.of(), List.of()));
        X509Certificate layer = layer("serialNumber=2297", second, root, first, open);
        Identity device = new Identity(
                speaking,
                layer("CN=tls", speaking, name(layer), second, new Form(false, Map.of(), List.of())),
                List.of(layer, udsCertificate));
        try (Site site = Site.start(data, "sqlite")) {
            site.accept(ORG, maker, "Acme");
            site.api(
                    "POST",
                    "/api/v1/demo/anchors",
                    Map.of(
                            "maker",
                            "Acme",
                            "certificate",
                            new Pem("CERTIFICATE", CertificateReader.encoded(udsCertificate)).encode()));
            KeyPair local = Keys.generateP256(RANDOM);
            assertThat(code(enrol(site, device, uds, local))).isEqualTo("403 device-not-registered");
            site.api("POST", "/api/v1/demo/joining/import", Map.of("product", "cam", "list", uds));
            assertThat(subject(Site.certificate(enrol(site, device, uds, local))))
                    .isEqualTo(uds);
        }
    }
}
