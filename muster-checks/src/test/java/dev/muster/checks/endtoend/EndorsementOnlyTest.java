package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.Agent;
import dev.muster.agent.AgentGround;
import dev.muster.agent.AgentSettings;
import dev.muster.agent.Notice.What;
import dev.muster.agent.sense.FileSense;
import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.DeviceTls;
import dev.muster.agent.server.ServerRefused;
import dev.muster.agent.server.TpmClient;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.agent.state.Factory;
import dev.muster.agent.tpm.DeviceTpm;
import dev.muster.agent.tpm.Tpm;
import dev.muster.format.attest.tpm.TpmActivation;
import dev.muster.format.attest.tpm.TpmPublic;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.SubjectName;
import dev.muster.testing.SwTpm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Devices without a factory identity join by the endorsement key of their TPM: the agent, with a TPM that its maker certified,
 * and one made of tpm2-tools, with a TPM that a list alone knows. Each wrong thing is refused with its reason.
 */
@Timeout(300)
class EndorsementOnlyTest {
    private static final AgentSettings SETTINGS = new AgentSettings(
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            Duration.ofMillis(30));

    @TempDir
    private Path dir;

    private ServerHere server;
    private Site site;
    private DeviceRoots roots;
    private final Notices notices = new Notices();

    @BeforeEach
    void aDeviceWithoutAFactoryIdentity() throws Exception {
        server = new ServerHere(dir.resolve("server"), InstantSource.system());
        server.start();
        site = new Site(dir, server.deviceDoors());
        site.publish();
        site.fleet(1).close();
        roots = DeviceRoots.under(dir.resolve("fleet").resolve("cam-01"), Strength.CHECKED, Durability.PROCESS_END)
                .create();
        Files.delete(Factory.idevidCertificate(roots));
        Files.delete(Factory.idevidKey(roots));
        Factory.read(roots).without(new Factory.Made("Acme", "AC-1")).write(roots);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theAgentJoinsByItsTpmAlone() throws Exception {
        try (SwTpm peer = SwTpm.certified(dir.resolve("tpm"), dir.resolve("ca"))) {
            // Where swtpm_setup keeps the key that it certified; another program than ours reads it.
            peer.tool("tpm2_readpublic", "-c", "0x81010016", "-f", "pem", "-o", "ek.pem");
            PublicKey endorsement =
                    Keys.publicKey(Pem.first(new String(peer.file("ek.pem"), StandardCharsets.US_ASCII), "PUBLIC KEY"));
            run(peer, () -> notices.count(What.REFUSED) > 0);
            assertThat(notices.of(What.REFUSED))
                    .first()
                    .asString()
                    .contains("no list says")
                    .contains(digest(endorsement));
            list("lamp-9", endorsement);
            notices.forget();
            run(peer, () -> notices.count(What.REFUSED) > 0);
            assertThat(notices.of(What.REFUSED)).first().asString().contains("no trust anchor");
            believe();
            notices.forget();
            run(peer, () -> notices.count(What.REFUSED) > 0);
            assertThat(notices.of(What.REFUSED)).first().asString().contains("no such device is on the register");
            register("lamp-9");

            notices.forget();
            run(peer, () -> notices.count(What.ATTESTED) > 0);
            assertThat(notices.of(What.ENROLLED)).hasSize(1);
            assertThat(notices.count(What.KEY_PROVED))
                    .as("it was proved by joining")
                    .isZero();
            assertThat(site.entries("lamp-9", "joining.enrolled"))
                    .singleElement()
                    .asString()
                    .contains("ENDORSEMENT_KEY");
            assertThat(site.entries("lamp-9", "attestation.tpm-key-proved"))
                    .singleElement()
                    .asString()
                    .contains("software-tpm");
            assertThat(facts("lamp-9")).contains("joining.idevid").contains("endorsed");
            assertThat(site.affirmed(Site.OLD)).isEqualTo(1);

            Files.delete(roots.identity().resolve("ldevid.pem"));
            notices.forget();
            run(peer, () -> notices.count(What.REFUSED) > 0);
            assertThat(notices.of(What.REFUSED))
                    .as("another key of it is for a person to say")
                    .first()
                    .asString()
                    .contains("enrolled under another key");
        }
    }

    @Test
    void whatTpm2ToolsMakeJoinsByTheListAlone() throws Exception {
        try (SwTpm peer = SwTpm.start(dir.resolve("tpm"));
                DeviceConnection connection = unnamed()) {
            ToolsDevice device = new ToolsDevice(peer);
            TpmClient client = new TpmClient(connection, "demo");
            refused("ek-unknown", () -> client.joiningCredential(device.claim()));
            register("meter-1");
            list("meter-1", device.endorsementKey());
            TpmActivation.Riddle riddle = client.joiningCredential(device.claim());
            byte[] secret = device.open(riddle);
            TpmActivation.Joining good = new TpmActivation.Joining(device.proof(riddle, secret), device.request());
            List<X509Certificate> certificates = client.join(good);
            assertThat(certificates.getFirst().getPublicKey()).isEqualTo(device.key());
            assertThat(certificates.getFirst().getSubjectX500Principal().getName())
                    .contains("O=demo");
            assertThat(certificates.getLast().getExtendedKeyUsage()).containsExactly("2.23.133.8.3");
            assertThat(facts("meter-1"))
                    .contains("uncertified-tpm")
                    .contains("listed")
                    .doesNotContain("attestation.tpm-maker");
            wrongThingsAreRefused(client, device, good);
        }
    }

    private void wrongThingsAreRefused(TpmClient client, ToolsDevice device, TpmActivation.Joining good)
            throws Exception {
        refused("activation-used", () -> client.join(good));
        TpmActivation.Riddle riddle = client.joiningCredential(device.claim());
        byte[] secret = device.open(riddle);
        TpmActivation.Proof proof = device.proof(riddle, secret);
        byte[] wrong = secret.clone();
        wrong[0] ^= 1;
        refused(
                "activation-failed",
                () -> client.join(new TpmActivation.Joining(device.proof(riddle, wrong), device.request())));
        TpmActivation.Riddle another = client.joiningCredential(device.claim());
        refused(
                "activation-failed",
                () -> client.join(new TpmActivation.Joining(device.proof(another, secret), device.request())));
        KeyPair outside = Keys.generateP256(new SecureRandom());
        byte[] foreign = CertificationRequest.create(SubjectName.nameless("demo"), outside)
                .encode();
        refused("key-not-in-tpm", () -> client.join(new TpmActivation.Joining(proof, foreign)));
        byte[] broken = device.request();
        broken[broken.length - 1] ^= 1;
        refused("possession-unproven", () -> client.join(new TpmActivation.Joining(proof, broken)));
        refused(
                "ak-not-restricted",
                () -> client.joiningCredential(
                        new TpmActivation.Claim(List.of(), device.claim().endorsementKey(), proof.key())));
        refused(
                "ek-unfit",
                () -> client.joiningCredential(new TpmActivation.Claim(
                        List.of(), proof.key(), device.claim().attestationKey())));
        try (SwTpm certified = SwTpm.certified(dir.resolve("other"), dir.resolve("other-ca"));
                DeviceTpm other = new DeviceTpm(Tpm.open("tcp:" + certified.port()))) {
            DeviceTpm.Keys keys = other.keys("demo");
            refused(
                    "ek-unknown",
                    () -> client.joiningCredential(new TpmActivation.Claim(
                            keys.endorsement().chain(), keys.endorsementKey(), keys.attestationKey())));
            register("meter-2");
            list("meter-2", TpmPublic.parse(keys.endorsementKey()).key());
            refused(
                    "ek-untrusted",
                    () -> client.joiningCredential(new TpmActivation.Claim(
                            keys.endorsement().chain(), keys.endorsementKey(), keys.attestationKey())));
            refused(
                    "ek-certificate-other",
                    () -> client.joiningCredential(new TpmActivation.Claim(
                            keys.endorsement().chain(), device.claim().endorsementKey(), keys.attestationKey())));
        }
        assertThat(client.join(new TpmActivation.Joining(proof, device.request()))
                        .getFirst())
                .as("the same key again gets the same certificate")
                .isNotNull();
        try (var api = site.api()) {
            assertThat(api.get(Site.path("joining/refusals")).toString())
                    .contains("activation-used")
                    .contains("ek-unknown")
                    .contains("meter-1");
        }
    }

    private interface Wanted {
        boolean isThere();
    }

    private void run(SwTpm peer, Wanted wanted) throws Exception {
        try (FileSense sense = new FileSense();
                DeviceTpm tpm = new DeviceTpm(Tpm.open("tcp:" + peer.port()))) {
            AgentGround ground = AgentGround.alone(InstantSource.system(), new SecureRandom(), new Random(7), sense)
                    .with(tpm);
            Thread agent = Thread.ofVirtual()
                    .start(new Agent(roots, SETTINGS, ground, notice -> notices.noticed("lamp-9", notice)));
            try {
                assertThat(Site.eventually(wanted::isThere)).isTrue();
            } finally {
                agent.interrupt();
                agent.join();
            }
        }
    }

    private DeviceConnection unnamed() throws Exception {
        return new DeviceConnection(
                server.deviceDoors(), DeviceTls.unnamed(Credential.certificates(Factory.serverCa(roots))));
    }

    private void believe() throws Exception {
        String certificate = Files.readString(dir.resolve("ca/issuercert.pem"));
        try (var api = site.api()) {
            api.post(
                    Site.path("tpm/makers"),
                    Map.of("maker", "swtpm", "certificate", certificate, "home", "software-tpm"));
        }
    }

    private void list(String device, PublicKey endorsement) {
        try (var api = site.api()) {
            api.post(Site.path("tpm/devices"), Map.of("list", device + "," + digest(endorsement)));
        }
    }

    private void register(String device) {
        try (var api = site.api()) {
            api.post(Site.path("joining/import"), Map.of("list", "serial\n" + device, "product", "acme-cam"));
        }
    }

    private String facts(String device) {
        try (var api = site.api()) {
            return api.get(Site.path("devices/" + device)).toString();
        }
    }

    private static String digest(PublicKey key) {
        return HexFormat.of().formatHex(Sha256.of(key.getEncoded()));
    }

    private interface Call {
        Object call() throws Exception;
    }

    private static void refused(String reason, Call call) {
        assertThatThrownBy(call::call)
                .as(reason)
                .isInstanceOfSatisfying(
                        ServerRefused.class, why -> assertThat(why.reason()).isEqualTo(reason));
    }
}
