package dev.muster.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.LogProof;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.NoteSigner;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are no CBOR of a message: JSON, notes of a log, what TPM tools write, envelopes without their tag. */
class InspectFormsTest {
    private static final Path CASES =
            Path.of(System.getProperty("muster.vectors")).resolveSibling("cases");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,} | 1 | a comma with nothing after it",
                "{\"ietf-mud:mud\":{},\"ietf-mud:mud\":{}} | 1 | is there twice",
                "[null] | 0 | [0]: null",
                "{\"a\":[1.50,true,\"x\"]} | 0 | 1.50",
                "{\"a\" 1} | 1 | expected ':'",
                "{1: 2, \"x\": h'00'} | 0 | read from diagnostic notation",
                "{\"ietf-voucher-request:voucher\":{\"serial-number\":\"1\"}} | 0 | voucher request",
                "{\"kty\":\"AKP\",\"priv\":\"AAAA\"} | 0 | private, not shown",
            })
    void jsonIsReadStrictlyAndItsBreakageHasAPlace(String text, int status, String words) throws IOException {
        Inspected result = Inspected.of(Files.writeString(folder.resolve("f.json"), text));
        assertThat(result.out()).contains(words);
        assertThat(result.status()).isEqualTo(status);
    }

    @Test
    void headsAndProofsOfOurOwnLogAreReadAndChecked() throws IOException {
        KeyPair pair = Keys.generate(SignatureScheme.ED25519, new SecureRandom());
        NoteKey key = NoteKey.of("muster.example/acme/record", NoteKey.Type.ED25519, pair.getPublic());
        SignedNote head = new NoteSigner(key, pair.getPrivate())
                .sign(Checkpoint.of("muster.example/acme/record", 2, new byte[32]));
        Path note = Files.write(folder.resolve("checkpoint"), head.encode());
        Path vkey = Files.writeString(folder.resolve("log.vkey"), key.vkey() + "\n");
        assertThat(Inspected.of(note).out())
                .contains("head of a log")
                .contains("size: 2")
                .contains("not checked");
        assertThat(Inspected.of(note).status()).isZero();
        Inspected checked = Inspected.of(note, "--ledger-key", vkey);
        assertThat(checked.out()).contains("signature: valid");
        assertThat(checked.status()).isZero();
        Path other = Files.writeString(
                folder.resolve("other.vkey"),
                NoteKey.of("another.example", NoteKey.Type.ED25519, pair.getPublic())
                        .vkey());
        assertThat(Inspected.of(note, "--ledger-key", other).status())
                .as("a vkey is the key of one log, whatever its bytes")
                .isEqualTo(2);
        byte[] forged = new String(head.encode(), java.nio.charset.StandardCharsets.UTF_8)
                .replace("\n2\n", "\n3\n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(Inspected.of(Files.write(folder.resolve("forged"), forged), "--ledger-key", vkey)
                        .status())
                .isEqualTo(1);
        LogProof proof = new LogProof(Optional.empty(), 0, List.of(new byte[32]), head);
        Inspected proved =
                Inspected.of(Files.write(folder.resolve("e.tlog-proof"), proof.encode()), "--ledger-key", vkey);
        assertThat(proved.out()).contains("tlog-proof").contains("index: 0").contains("signature: valid");
    }

    @ParameterizedTest
    @CsvSource({
        "ak.tpm2b, TPM2B_PUBLIC, curve: P-256",
        "akr.tpm2b, TPM2B_PUBLIC, key bits: 2048",
        "ak.tpmt, TPM2B_PUBLIC, restricted",
        "cred.ecc.out, credential blob, integrity (HMAC): bd508cf9",
        "credr.out, credential blob, encrypted secret",
        "quote.pcrs, values of a TPM, sha256:7: 5c39bc4a545e4c41",
        "ek.tpm2b, TPM2B_PUBLIC, symmetric: AES",
        "quote.msg, TPMS_ATTEST, type: quote",
        "quote.sig, TPMT_SIGNATURE, algorithm: ECDSA",
        "certify.msg, TPMS_ATTEST, type: certify",
        "nvattest.bin, TPMS_ATTEST, type: NV",
        "ekcert-rsa.der, X.509, tpmManufacturer=",
        "ekcert-ecc.der, X.509, tpmModel=",
    })
    void whatTpmToolsWriteIsNamed(String file, String kind, String words) {
        Needs.data(CASES);
        Inspected result = Inspected.of(CASES.resolve("tpm").resolve(file));
        assertThat(result.out()).contains(kind).contains(words).doesNotContain("bytes follow");
        assertThat(result.status()).isZero();
    }

    @Test
    void aQuoteWithItsKeyIsNotVerifiedWithoutItsSignature() {
        Needs.data(CASES);
        Path tpm = CASES.resolve("tpm");
        assertThat(Inspected.of(tpm.resolve("quote.msg"), "--key", tpm.resolve("ak.pem"))
                        .status())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "dig-sha384.suit, 0, the digest fits the manifest",
        "dig-sha512.suit, 0, the digest fits the manifest",
        "dig-shake128.suit, 0, the digest fits the manifest",
        "dig-shake256.suit, 0, the digest fits the manifest",
        "sev-sha512.suit, 0, fits its digest",
        "notag.suit, 0, without its tag",
        "pen.suit, 0, SUIT envelope",
        "seq63.suit, 0, 9223372036854775808",
        "deleg.suit, 0, delegation",
    })
    void envelopesInEveryDigestAndWithoutTheirTagAreRead(String file, int status, String words) {
        Needs.data(CASES);
        Inspected result = Inspected.of(CASES.resolve("suit").resolve(file));
        assertThat(result.out()).contains(words).doesNotContain("INVALID").doesNotContain("No value");
        assertThat(result.status()).isEqualTo(status);
    }

    @Test
    void theParametersBeforeAnEcKeyAreNoBrokenMessage() throws IOException {
        String parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
        Inspected alone = Inspected.of(Files.writeString(folder.resolve("p.pem"), parameters));
        assertThat(alone.out()).contains("EC parameters").contains("P-256");
        assertThat(alone.status()).isZero();
    }
}
