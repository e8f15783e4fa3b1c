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
import dev.muster.agent.state.KeyPlace;
import dev.muster.agent.tpm.DeviceTpm;
import dev.muster.agent.tpm.Tpm;
import dev.muster.agent.tpm.TpmPrivateKey;
import dev.muster.format.attest.tpm.TpmActivation;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.Strength;
import dev.muster.testing.SwTpm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent with a software TPM at the whole server: its key never leaves the TPM, the server believes that from proof alone,
 * says that the TPM is software, and refuses each wrong thing with its reason.
 */
@Timeout(300)
class TpmDeviceTest {
    private static final String ID = "cam-01";
    private static final String PROVED = "attestation.tpm-key-proved";
    private static final String APPRAISED = "attestation.evidence-appraised";

    private static final AgentSettings SETTINGS = new AgentSettings(
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            Duration.ofMillis(30));

    @TempDir
    private Path dir;

    private Site site;
    private DeviceRoots roots;
    private final Notices notices = new Notices();

    @Test
    void theKeyStaysInTheTpmAndTheServerKnowsItFromProof() throws Exception {
        try (SwTpm peer = SwTpm.certified(dir.resolve("tpm"), dir.resolve("ca"));
                ServerHere server = new ServerHere(dir.resolve("server"), InstantSource.system())) {
            server.start();
            site = new Site(dir, server.deviceDoors());
            site.publish();
            site.fleet(1).close();
            roots = DeviceRoots.under(dir.resolve("fleet").resolve(ID), Strength.CHECKED, Durability.PROCESS_END)
                    .create();
            run(peer, () -> notices.count(What.ATTESTED) > 0);
            assertThat(notices.of(What.KEY_NOT_PROVED)).first().asString().contains("no trust anchor");
            assertThat(site.entries(ID, PROVED)).isEmpty();
            believe("issuercert.pem", "software-tpm");

            notices.forget();
            run(peer, () -> notices.count(What.ATTESTED) > 1);
            assertThat(notices.count(What.KEY_PROVED)).isEqualTo(1);
            assertThat(Files.readString(roots.identity().resolve("ldevid.pem")))
                    .contains("TSS2 PRIVATE KEY")
                    .doesNotContain("BEGIN PRIVATE KEY");
            assertThat(site.entries(ID, PROVED)).singleElement().asString().contains("software-tpm");
            List<String> evidence = site.entries(ID, APPRAISED);
            assertThat(evidence.getLast() + evidence.getFirst())
                    .contains("linux-slots-tpm")
                    .contains("checked-beside-software-tpm");
            assertThat(site.affirmed(Site.OLD)).isEqualTo(1);

            notices.forget();
            run(peer, () -> notices.count(What.ATTESTED) > 0);
            assertThat(notices.count(What.ENROLLED))
                    .as("a restart keeps the key")
                    .isZero();
            assertThat(site.entries(ID, PROVED)).as("and proves nothing twice").hasSize(1);
            try (var api = site.api()) {
                assertThat(api.get(Site.path("devices/" + ID)).toString()).contains("attestation.key-home");
                assertThat(api.get(Site.path("log/health")).toString()).isNotEmpty();
            }
            wrongThingsAreRefused(peer);
            aCopiedDiskIsWorthNothing();
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
            Thread agent =
                    Thread.ofVirtual().start(new Agent(roots, SETTINGS, ground, notice -> notices.noticed(ID, notice)));
            try {
                assertThat(Site.eventually(wanted::isThere)).isTrue();
            } finally {
                agent.interrupt();
                agent.join();
            }
        }
    }

    private void believe(String certificate, String home) throws Exception {
        try (var api = site.api()) {
            api.post(
                    Site.path("tpm/makers"),
                    Map.of(
                            "maker",
                            "swtpm",
                            "certificate",
                            Files.readString(dir.resolve("ca").resolve(certificate)),
                            "home",
                            home));
        }
    }

    private DeviceConnection connect(Credential identity) throws Exception {
        Factory factory = Factory.read(roots);
        return new DeviceConnection(
                factory.server(),
                DeviceTls.context(identity.key(), identity.chain(), Credential.certificates(Factory.serverCa(roots))));
    }

    private void wrongThingsAreRefused(SwTpm peer) throws Exception {
        try (SwTpm second = SwTpm.certified(dir.resolve("second"), dir.resolve("ca"));
                SwTpm strange = SwTpm.certified(dir.resolve("strange"), dir.resolve("strange-ca"));
                DeviceTpm tpm = new DeviceTpm(Tpm.open("tcp:" + peer.port()));
                DeviceTpm other = new DeviceTpm(Tpm.open("tcp:" + second.port()));
                DeviceTpm unknown = new DeviceTpm(Tpm.open("tcp:" + strange.port()))) {
            Credential identity = Credential.operational(roots, new KeyPlace(Optional.of(tpm)))
                    .orElseThrow();
            TpmPrivateKey key = (TpmPrivateKey) identity.key();
            try (DeviceConnection connection = connect(identity)) {
                TpmClient client = new TpmClient(connection, "demo");
                DeviceTpm.Keys own = tpm.keys("demo");
                DeviceTpm.Keys others = other.keys("demo");
                DeviceTpm.Keys strangers = unknown.keys("demo");
                TpmActivation.Claim claim = claim(own, own.attestationKey());
                refused(
                        "ak-not-restricted",
                        () -> client.credential(claim(own, key.file().publicKey())));
                refused("ek-untrusted", () -> client.credential(claim(strangers, own.attestationKey())));
                refused(
                        "ek-certificate-other",
                        () -> client.credential(new TpmActivation.Claim(
                                own.endorsement().chain(), others.endorsementKey(), own.attestationKey())));
                refused(
                        "ek-certificate-missing",
                        () -> client.credential(
                                new TpmActivation.Claim(List.of(), own.endorsementKey(), own.attestationKey())));

                TpmActivation.Riddle foreign = client.credential(claim(others, own.attestationKey()));
                assertThatThrownBy(() -> tpm.activate(
                                "demo",
                                own.endorsement(),
                                foreign.credential().credential(),
                                foreign.credential().encryptedSecret()))
                        .as("a secret for another TPM")
                        .hasMessageContaining("the TPM refused");
                Tpm.Signed guess = tpm.certify("demo", key.file(), Sha256.of(new byte[32]));
                refused(
                        "activation-failed",
                        () -> client.activate(new TpmActivation.Proof(
                                claim(others, own.attestationKey()),
                                foreign.ticket(),
                                new byte[32],
                                guess.attest(),
                                guess.signature(),
                                key.file().publicKey())));

                TpmActivation.Riddle riddle = client.credential(claim);
                byte[] secret = tpm.activate(
                        "demo",
                        own.endorsement(),
                        riddle.credential().credential(),
                        riddle.credential().encryptedSecret());
                refused("certify-nonce", () -> client.activate(proof(claim, riddle, secret, guess, key)));
                TpmPrivateKey second2 = (TpmPrivateKey) tpm.makeKey().getPrivate();
                Tpm.Signed wrongKey = tpm.certify("demo", second2.file(), Sha256.of(secret));
                refused("certify-other-key", () -> client.activate(proof(claim, riddle, secret, wrongKey, key)));
                refused("key-not-in-tpm", () -> client.activate(proof(claim, riddle, secret, wrongKey, second2)));
                Tpm.Signed word = tpm.certify("demo", key.file(), Sha256.of(secret));
                TpmActivation.Proof good = proof(claim, riddle, secret, word, key);
                var certificate = client.activate(good);
                assertThat(certificate.getExtendedKeyUsage()).containsExactly("2.23.133.8.3");
                refused("activation-used", () -> client.activate(good));
            }
            listed(identity, other);
        }
    }

    /** The maker's list says which TPM the device has: no other is believed, whoever certified it. */
    private void listed(Credential identity, DeviceTpm other) throws Exception {
        try (var api = site.api()) {
            api.post(Site.path("tpm/devices"), Map.of("list", "serial,ek\n" + ID + "," + "ab".repeat(32)));
        }
        try (DeviceConnection connection = connect(identity)) {
            TpmClient client = new TpmClient(connection, "demo");
            DeviceTpm.Keys keys = other.keys("demo");
            refused("ek-not-listed", () -> client.credential(claim(keys, keys.attestationKey())));
        }
    }

    private static TpmActivation.Claim claim(DeviceTpm.Keys endorsement, byte[] attestationKey) {
        return new TpmActivation.Claim(endorsement.endorsement().chain(), endorsement.endorsementKey(), attestationKey);
    }

    private static TpmActivation.Proof proof(
            TpmActivation.Claim claim, TpmActivation.Riddle riddle, byte[] secret, Tpm.Signed word, TpmPrivateKey key) {
        return new TpmActivation.Proof(
                claim,
                riddle.ticket(),
                secret,
                word.attest(),
                word.signature(),
                key.file().publicKey());
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

    /** Everything but the TPM: the files of the device at a machine with another one. */
    private void aCopiedDiskIsWorthNothing() throws Exception {
        int before = site.entries(ID, APPRAISED).size();
        notices.forget();
        try (SwTpm thief = SwTpm.certified(dir.resolve("thief"), dir.resolve("ca"))) {
            run(thief, () -> notices.count(What.SERVER_AWAY) > 1);
        }
        assertThat(notices.count(What.ATTESTED)).isZero();
        assertThat(site.entries(ID, APPRAISED)).hasSize(before);
    }
}
