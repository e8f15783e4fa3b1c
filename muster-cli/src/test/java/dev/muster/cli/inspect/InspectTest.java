package dev.muster.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Main;
import dev.muster.testing.Vectors;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code muster inspect} over public data that we did not make, and over damaged copies of it. */
class InspectTest {
    private static final Path VECTORS = Path.of(System.getProperty("muster.vectors"));

    @TempDir
    Path folder;

    private record Result(int status, String out, String err) {}

    @BeforeEach
    void vectorsAreThere() {
        Vectors.path("");
    }

    private static Result inspect(Object... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = "inspect";
        for (int i = 0; i < arguments.length; i++) {
            words[i + 1] = arguments[i].toString();
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
        return new Result(status, out.toString(), err.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void theSignedSuitExamplesVerify(int number) {
        Path suit = VECTORS.resolve("suit/manifest");
        Result result = inspect(suit.resolve("example" + number + ".txt"), "--key", suit.resolve("private_key.pem"));
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .startsWith("SUIT envelope")
                .contains("the digest fits the manifest (over the byte string with its header)")
                .contains("signature: valid, by private_key.pem")
                .contains("manifest-sequence-number: " + number);
    }

    @Test
    void aSuitEnvelopeWithOneBitChangedSaysWhatDoesNotFit() throws Exception {
        byte[] envelope = envelope(VECTORS.resolve("suit/manifest/example0.txt"));
        envelope[envelope.length - 1] ^= 1;
        Path file = Files.write(folder.resolve("changed.suit"), envelope);
        Result result = inspect(file, "--key", VECTORS.resolve("suit/manifest/private_key.pem"));
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("does NOT fit").contains("INVALID");
    }

    @Test
    void thePsaTokenVerifiesWithItsKeyAndNotWithAnother() {
        Path token = VECTORS.resolve("psa/example/psa-sign1.cbor");
        Result right = inspect(token, "--key", VECTORS.resolve("psa/example/tfm-es-iak.json"));
        assertThat(right.status()).isZero();
        assertThat(right.out())
                .contains("PSA attestation token")
                .contains("signature: valid, by tfm-es-iak.json")
                .contains("psa-software-components");
        Result wrong = inspect(token, "--key", VECTORS.resolve("suit/manifest/private_key.pem"));
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.out()).contains("signature: INVALID");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "corim/veraison/corim/testcases/unsigned-good-corim.cbor | unsigned CoRIM | tag-identity",
                "corim/veraison/comid/testcases/comid-3.cbor | CoMID | ACME Inc.",
                "cose/receipts/inclusion-receipt.cbor | COSE receipt (RFC 9942) | RFC9162_SHA256 (1)",
                "cose/examples/RFC8152/Appendix_C_2_1.json | COSE message | This is the content.",
                "tpm/keylime/test-data/files/quote.out | TPM attestation | type: quote",
                "fdo/testdata/ov.pem | FDO ownership voucher | device info",
                "fdo/testdata/dc.bin | FDO device credential | secrets: (private, not shown)",
                "voucher/masa_prime256v1.crt | X.509 certificate | CN=highway-test.example.com MASA",
                "voucher/voucher-from-MASA.txt | voucher in COSE | payload",
                "est-brski/voucher_00-D0-E5-F2-00-02.pkcs | CMS signed data | ietf-voucher:voucher",
                "ear/examples/ear-json-2.diag | attestation result in JSON | ear_verifier_id",
                "eat/Example-Payloads/simple.json | EAT claims in JSON | ",
                "eat/Example-Tokens/valid_cwt.diag | EAT (RFC 9711) | ueid",
                "eat/Example-Payloads/simple.diag | EAT claims without a signature | ",
                "corim/draft/examples/comid-3.diag | CoMID | tag-identity",
                "mud/unsw/amazonEchoMud.json | MUD file (RFC 8520) | ietf-access-control-list",
                "suit/trust-domains/example1_process.hex | SUIT envelope | directive-process-dependency",
                "suit/manifest/private_key.pem | private key | not shown",
            })
    void publicFilesAreRecognisedAndNamed(String file, String kind, String says) {
        Result result = inspect(VECTORS.resolve(file));
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).startsWith(kind);
        if (says != null) {
            assertThat(result.out()).contains(says);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RFC8152/Appendix_C_1_1.json",
                "RFC8152/Appendix_C_1_2.json",
                "RFC8152/Appendix_C_1_3.json",
                "RFC8152/Appendix_C_2_1.json",
                "RFC8152/Appendix_C_5_1.json",
                "RFC8152/Appendix_C_5_3.json",
                "RFC8152/Appendix_C_6_1.json",
                "ecdsa-examples/ecdsa-sig-01.json",
                "ecdsa-examples/ecdsa-sig-02.json",
                "eddsa-examples/eddsa-sig-01.json",
            })
    void coseExamplesVerifyWithTheKeyInTheirVector(String file) {
        Path vector = VECTORS.resolve("cose/examples").resolve(file);
        Result result = inspect(vector, "--key", vector);
        assertThat(result.out()).as(result.err()).contains("signature: valid");
    }

    @Test
    void aTruncatedFileNamesThePlaceOfTheFault() throws Exception {
        byte[] corim = Files.readAllBytes(VECTORS.resolve("corim/veraison/corim/testcases/unsigned-good-corim.cbor"));
        Path file = Files.write(folder.resolve("cut.cbor"), java.util.Arrays.copyOf(corim, corim.length / 2));
        Result result = inspect(file);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out())
                .containsPattern("broken: .* at byte \\d+, path /")
                .contains("bytes there:");
    }

    @Test
    void jsonOutputCarriesVerdictAndTree() {
        Result result = inspect(VECTORS.resolve("psa/example/psa-sign1.cbor"), "--json");
        assertThat(result.out())
                .startsWith("{\"kind\":\"PSA attestation token")
                .contains("\"signature\":\"NotChecked\"")
                .contains("\"label\":\"eat_nonce\"");
    }

    @Test
    void diagnosticNotationAndHexShowTheBytesAsTheyAre() throws Exception {
        Path file = Files.write(folder.resolve("a.cbor"), HexFormat.of().parseHex("a10143010203"));
        assertThat(inspect(file, "--diag").out().strip()).isEqualTo("{1: h'010203'}");
        assertThat(inspect(file, "--hex").out()).contains("a10143010203");
    }

    @Test
    void aMissingFileAndAMissingKeyAreOneSentenceEach() {
        Result file = inspect(folder.resolve("nothing"));
        assertThat(file.status()).isEqualTo(2);
        assertThat(file.err().strip().lines()).hasSize(1);
        Result key = inspect(VECTORS.resolve("psa/example/psa-sign1.cbor"), "--key", folder.resolve("no-key"));
        assertThat(key.status()).isEqualTo(2);
        assertThat(key.err().strip().lines()).hasSize(1);
    }

    @Test
    void emptyAndRandomFilesAreAnsweredAndNeverAStackTrace() throws Exception {
        java.util.Random random = new java.util.Random(20260911);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            Path file = Files.write(folder.resolve("random"), bytes);
            Result result = inspect(file);
            assertThat(result.status()).isBetween(0, 2);
            assertThat(result.err()).doesNotContain("Exception");
        }
    }

    private static byte[] envelope(Path document) throws Exception {
        String text = Files.readString(document);
        String block = text.substring(text.indexOf("d86ba2025873"), text.lastIndexOf("~~~"));
        return HexFormat.of().parseHex(block.replaceAll("\\s", ""));
    }
}
