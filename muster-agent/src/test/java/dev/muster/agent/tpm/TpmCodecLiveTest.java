package dev.muster.agent.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.attest.tpm.CredentialProtection;
import dev.muster.format.attest.tpm.PcrSelection;
import dev.muster.format.attest.tpm.TpmAttest;
import dev.muster.format.attest.tpm.TpmAttest.Attested;
import dev.muster.format.attest.tpm.TpmHash;
import dev.muster.format.attest.tpm.TpmPublic;
import dev.muster.format.attest.tpm.TpmSignature;
import dev.muster.format.attest.tpm.TpmWriter;
import dev.muster.format.attest.tpm.command.Handles;
import dev.muster.format.attest.tpm.command.KeyTemplate;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.testing.SwTpm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a software TPM, and the same asked by tpm2-tools: both must see the same TPM. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TpmCodecLiveTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] NONCE = "a nonce of this test".getBytes(StandardCharsets.UTF_8);

    @TempDir
    static Path dir;

    private SwTpm peer;

    @BeforeAll
    void boot() throws Exception {
        peer = SwTpm.certified(dir.resolve("tpm"), dir.resolve("ca"));
    }

    @AfterAll
    void off() {
        if (peer != null) {
            peer.close();
        }
    }

    private Tpm open() throws Exception {
        return Tpm.open("tcp:" + peer.port());
    }

    @Test
    void endorsementKeysAreThoseThatTpm2ToolsMake() throws Exception {
        peer.tool("tpm2_createek", "-c", "ek.ctx", "-G", "rsa", "-u", "ek-rsa.pub");
        peer.tool("tpm2_createek", "-c", "ek2.ctx", "-G", "ecc", "-u", "ek-ecc.pub");
        try (Tpm tpm = open()) {
            try (Tpm.Loaded low =
                    tpm.createPrimary(Handles.ENDORSEMENT, KeyTemplate.Endorsement.RSA_2048_LOW.template())) {
                assertThat(Tpm.sized(low.key())).isEqualTo(peer.file("ek-rsa.pub"));
                assertThat(low.key().isEndorsementKey()).isTrue();
            }
            try (Tpm.Loaded low = tpm.createPrimary(Handles.ENDORSEMENT, KeyTemplate.Endorsement.P256_LOW.template())) {
                assertThat(Tpm.sized(low.key())).isEqualTo(peer.file("ek-ecc.pub"));
            }
            Endorsement found = Endorsement.find(tpm);
            assertThat(found.kind()).isEqualTo(KeyTemplate.Endorsement.P384_HIGH);
            assertThat(found.chain()).hasSize(1);
        }
    }

    /** Three objects are all that there is room for, and nothing but who comes next takes away what was left. */
    @Test
    void whatSomebodyLeftLoadedIsTakenAway() throws Exception {
        for (int life = 0; life < 3; life++) {
            try (Tpm cutShort = open()) {
                for (int each = 0; each < 3; each++) {
                    cutShort.createPrimary(Handles.ENDORSEMENT, KeyTemplate.Endorsement.P256_LOW.template());
                }
                assertThat(cutShort.handles(0x80000000, 8)).hasSize(3);
            }
        }
        try (Tpm tpm = open()) {
            assertThat(tpm.handles(0x80000000, 8)).isEmpty();
        }
    }

    @Test
    void registersReadAndExtendedAreThoseThatTpm2ToolsRead() throws Exception {
        byte[] digest = TpmHash.SHA256.digest(NONCE);
        byte[] after;
        try (Tpm tpm = open()) {
            byte[] before = tpm.pcrs(TpmHash.SHA256, List.of(16))
                    .value(TpmHash.SHA256, 16)
                    .orElseThrow();
            tpm.extend(16, TpmHash.SHA256, digest);
            after = tpm.pcrs(TpmHash.SHA256, List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16))
                    .value(TpmHash.SHA256, 16)
                    .orElseThrow();
            assertThat(after).isEqualTo(TpmHash.SHA256.extend(before, digest));
            assertThat(tpm.random(20)).hasSize(20);
            assertThat(tpm.handles(0x81010000, 4)).contains(0x81010001);
            assertThatThrownBy(() -> tpm.readPublic(0x81019999)).isInstanceOf(TpmRefused.class);
        }
        peer.tool("tpm2_pcrread", "sha256:16");
        assertThat(peer.said()).contains(HexFormat.of().withUpperCase().formatHex(after));
    }

    @Test
    void quotesHoldForTpm2ToolsToo() throws Exception {
        try (Tpm tpm = open();
                Tpm.Loaded ak = tpm.createPrimary(Handles.ENDORSEMENT, KeyTemplate.attestation(new byte[32]))) {
            assertThat(ak.key().isAttestationKey()).isTrue();
            Tpm.Signed quote = tpm.quote(
                    ak.handle(), NONCE, List.of(new PcrSelection(TpmHash.SHA256, new TreeSet<>(Set.of(0, 16)))));
            assertThat(TpmSignature.parse(quote.signature()).verifies(ak.key().key(), quote.attest()))
                    .isTrue();
            peer.write("ak.pub", Tpm.sized(ak.key()));
            peer.write("q.msg", quote.attest());
            peer.write("q.sig", quote.signature());
        }
        peer.tool(
                "tpm2_checkquote",
                "-u",
                "ak.pub",
                "-m",
                "q.msg",
                "-s",
                "q.sig",
                "-q",
                HexFormat.of().formatHex(NONCE));
    }

    @Test
    void aCredentialOfOursIsOpenedByTpm2ToolsAndByOurs() throws Exception {
        byte[] secret = "thirty-two bytes of a secret...!".getBytes(StandardCharsets.UTF_8);
        peer.tool("tpm2_createek", "-c", "0x81010005", "-G", "rsa", "-u", "ek5.pub");
        peer.tool("tpm2_createak", "-C", "0x81010005", "-c", "ak5.ctx", "-G", "ecc", "-s", "ecdsa", "-u", "ak5.pub");
        peer.tool("tpm2_evictcontrol", "-c", "ak5.ctx", "0x81010006");
        TpmPublic ek = TpmPublic.parse(peer.file("ek5.pub"));
        TpmPublic ak = TpmPublic.parse(peer.file("ak5.pub"));
        CredentialProtection made = CredentialProtection.make(ek, ak.name(), secret, RANDOM);
        peer.write(
                "cred",
                new TpmWriter()
                        .u32(0xBADCC0DE)
                        .u32(1)
                        .sized(made.credential())
                        .sized(made.encryptedSecret())
                        .toBytes());
        peer.tool("tpm2_startauthsession", "--policy-session", "-S", "s.ctx");
        peer.tool("tpm2_policysecret", "-S", "s.ctx", "-c", "e");
        peer.tool(
                "tpm2_activatecredential",
                "-c",
                "0x81010006",
                "-C",
                "0x81010005",
                "-i",
                "cred",
                "-o",
                "opened",
                "-P",
                "session:s.ctx");
        peer.tool("tpm2_flushcontext", "s.ctx");
        assertThat(peer.file("opened")).isEqualTo(secret);
        try (Tpm tpm = open();
                Tpm.Loaded own = tpm.createPrimary(Handles.ENDORSEMENT, KeyTemplate.attestation(new byte[32]))) {
            for (KeyTemplate.Endorsement kind : KeyTemplate.Endorsement.values()) {
                try (Tpm.Loaded key = tpm.createPrimary(Handles.ENDORSEMENT, kind.template())) {
                    CredentialProtection sealed =
                            CredentialProtection.make(key.key(), own.key().name(), secret, RANDOM);
                    assertThat(tpm.activate(
                                    own.handle(),
                                    key.handle(),
                                    kind.byPolicy(),
                                    sealed.credential(),
                                    sealed.encryptedSecret()))
                            .as(kind.profileName())
                            .isEqualTo(secret);
                    CredentialProtection other = CredentialProtection.make(key.key(), ak.name(), secret, RANDOM);
                    assertThatThrownBy(() -> tpm.activate(
                                    own.handle(),
                                    key.handle(),
                                    kind.byPolicy(),
                                    other.credential(),
                                    other.encryptedSecret()))
                            .as("for another key")
                            .isInstanceOf(TpmRefused.class);
                }
            }
        }
    }

    @Test
    void aDeviceKeySignsByTheJcaIsCertifiedAndIsWorthNothingInAnotherTpm() throws Exception {
        byte[] file;
        try (DeviceTpm device = new DeviceTpm(open())) {
            KeyPair pair = device.makeKey();
            TpmPrivateKey key = (TpmPrivateKey) pair.getPrivate();
            file = key.file().encode();
            for (String name : List.of("SHA256withECDSA", "SHA384withECDSA")) {
                assertThat(verified(name, pair, sign(name, key))).isTrue();
            }
            byte[] cose = Crypto.standard().sign(SignatureScheme.ECDSA_P256_SHA256, key, NONCE);
            assertThat(Crypto.standard().verify(SignatureScheme.ECDSA_P256_SHA256, pair.getPublic(), NONCE, cose))
                    .isTrue();
            DeviceTpm.Keys keys = device.keys("acme");
            Tpm.Signed word = device.certify("acme", key.file(), NONCE);
            TpmPublic ak = TpmPublic.parse(keys.attestationKey());
            assertThat(TpmSignature.parse(word.signature()).verifies(ak.key(), word.attest()))
                    .isTrue();
            TpmAttest attest = TpmAttest.parse(word.attest());
            TpmPublic certified = TpmPublic.parse(key.file().publicKey());
            assertThat(attest.extraData()).isEqualTo(NONCE);
            assertThat(((Attested.Certify) attest.attested()).name()).isEqualTo(certified.name());
            assertThat(certified.isSigningKeyOfThisTpm()).isTrue();
        }
        try (DeviceTpm again = new DeviceTpm(open())) {
            PrivateKey kept = again.key(TpmKeyFile.parse(file));
            assertThat(sign("SHA256withECDSA", kept)).isNotEmpty();
        }
        try (SwTpm other = SwTpm.start(dir.resolve("other"));
                DeviceTpm elsewhere = new DeviceTpm(Tpm.open("tcp:" + other.port()))) {
            PrivateKey copied = elsewhere.key(TpmKeyFile.parse(file));
            assertThatThrownBy(() -> sign("SHA256withECDSA", copied)).hasMessageContaining("integrity");
        }
    }

    private static byte[] sign(String name, PrivateKey key) throws Exception {
        Signature engine = Signature.getInstance(name);
        engine.initSign(key);
        engine.update(NONCE);
        return engine.sign();
    }

    private static boolean verified(String name, KeyPair pair, byte[] signature) throws Exception {
        Signature engine = Signature.getInstance(name);
        engine.initVerify(pair.getPublic());
        engine.update(NONCE);
        return engine.verify(Arrays.copyOf(signature, signature.length));
    }

    @Test
    void wordsThatNameNoTpmAreRefused() {
        for (String word : List.of("", "tcp:70000", "tcp:1.2.3.4:5", "unix:", "tpm0")) {
            assertThatThrownBy(() -> TpmTransport.open(word)).as(word).hasMessageContaining("no TPM");
        }
    }
}
