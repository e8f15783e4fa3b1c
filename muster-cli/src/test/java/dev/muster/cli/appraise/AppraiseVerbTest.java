package dev.muster.cli.appraise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Main;
import dev.muster.core.attestation.ReleaseManifest;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.eat.DebugStatus;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.attest.eat.Ueid;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code muster appraise} without a server: each exit status, with its reason. */
class AppraiseVerbTest {
    private static final KeyPair DEVICE = Keys.generateP256(new SecureRandom());
    private static final KeyPair MAKER = Keys.generateP256(new SecureRandom());
    private static final byte[] NONCE = new byte[32];

    @TempDir
    Path folder;

    private record Result(int status, String out, String err) {}

    private static CoseSigner signer(KeyPair pair) {
        return CoseSigner.of(
                CoseAlgorithm.ES256,
                pair.getPrivate(),
                CoseKey.of(pair.getPublic()).kid());
    }

    private static SlotMeasurement files(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new SlotMeasurement(List.of(FileEntry.of("bin/app", bytes.length, Digest.sha256(Sha256.of(bytes)))));
    }

    private static byte[] token(String content) {
        SlotClaims claims = new SlotClaims(
                NONCE,
                Ueid.of("Acme", "cam", "cam-07"),
                "Acme",
                "cam",
                "cam-firmware",
                "1.0.0",
                1,
                1,
                Optional.of(DebugStatus.DISABLED),
                "slot-a",
                Strength.TPM_QUOTED,
                files(content),
                Optional.empty());
        return EatToken.sign(claims, signer(DEVICE));
    }

    @BeforeEach
    void write() throws IOException {
        Files.write(folder.resolve("good.cwt"), token("good"));
        Files.write(folder.resolve("bad.cwt"), token("bad"));
        Corim corim = ReleaseManifest.of("Acme", "cam", "cam-firmware", "1.0.0", files("good"), Optional.empty());
        Files.write(
                folder.resolve("release.corim"),
                SignedCorim.sign(corim, "Acme", "cam", Optional.empty(), signer(MAKER)));
        key("device.pem", DEVICE);
        key("maker.pem", MAKER);
    }

    private void key(String name, KeyPair pair) throws IOException {
        Files.writeString(
                folder.resolve(name), new Pem("PUBLIC KEY", pair.getPublic().getEncoded()).encode());
    }

    private Result appraise(String evidence, String... more) {
        String[] words = new String[9 + more.length];
        System.arraycopy(
                new String[] {
                    "appraise",
                    folder.resolve(evidence).toString(),
                    "--key",
                    folder.resolve("device.pem").toString(),
                    "--maker",
                    "Acme",
                    "--model",
                    "cam",
                    "--device=cam-07"
                },
                0,
                words,
                0,
                9);
        System.arraycopy(more, 0, words, 9, more.length);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
        return new Result(status, out.toString(), err.toString());
    }

    private String corim() {
        return "--endorsements=" + folder.resolve("release.corim");
    }

    @Test
    void goodEvidenceIsAffirmedAndTheDevicesOwnWordIsNotItsStrength() {
        Result good = appraise(
                "good.cwt",
                corim(),
                "--anchor=" + folder.resolve("maker.pem"),
                "--nonce=" + HexFormat.of().formatHex(NONCE),
                "--cbor=" + folder.resolve("ear.cbor"));
        assertThat(good.status()).as(good.err()).isZero();
        assertThat(good.out())
                .contains("\"ear_status\": \"affirming\"")
                .contains("\"strength\": \"checked\"")
                .contains("\"claimed-strength\": \"tpm-quoted\"")
                .contains("tag:ietf.org,2026:rats/ear#04");
        assertThat(folder.resolve("ear.cbor")).isNotEmptyFile();
    }

    @Test
    void changedFilesAreContradictedAndNamed() {
        Result bad = appraise("bad.cwt", corim());
        assertThat(bad.status()).isEqualTo(1);
        assertThat(bad.err()).contains("software-differs").contains("bin/app: expected sha-256");
    }

    @Test
    void withoutEndorsementsNothingIsKnown() {
        Result none = appraise("good.cwt");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("no-reference-values");
    }

    @Test
    void anotherNonceAnotherAnchorAndAnotherKeyAreRefused() {
        assertThat(appraise("good.cwt", corim(), "--nonce=" + "11".repeat(32)))
                .satisfies(result -> assertThat(result.status()).isEqualTo(1))
                .satisfies(result -> assertThat(result.err()).contains("nonce-unknown"));
        assertThat(appraise("good.cwt", corim(), "--anchor=" + folder.resolve("device.pem"))
                        .err())
                .contains("signer-unknown");
        assertThat(appraise("good.cwt", corim(), "--key=" + folder.resolve("maker.pem"))
                        .status())
                .isNotZero();
    }
}
