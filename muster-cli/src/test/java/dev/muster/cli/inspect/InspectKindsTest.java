package dev.muster.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Main;
import dev.muster.testing.Vectors;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kinds that {@link InspectTest} leaves, large input, and standard input. */
class InspectKindsTest {
    private static final Path VECTORS = Path.of(System.getProperty("muster.vectors"));

    @TempDir
    Path folder;

    private record Result(int status, String out, String err) {}

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

    private Path resource(String name) throws Exception {
        try (InputStream in = InspectKindsTest.class.getResourceAsStream(name)) {
            return Files.write(folder.resolve(name), in.readAllBytes());
        }
    }

    /** Tokens and key from the test data of TrustedFirmware-M's tf-m-tools, iat-verifier (BSD-3-Clause). */
    @ParameterizedTest
    @ValueSource(strings = {"cca-token.hex", "cca-token-legacy.hex"})
    void ccaTokenVerifiesFromThePlatformKeyToTheRealm(String name) throws Exception {
        Result result = inspect(resource(name), "--key", resource("cca-platform.pem"));
        assertThat(result.status()).as(result.out()).isZero();
        assertThat(result.out())
                .startsWith("Arm CCA token")
                .contains("signature: valid, by cca-platform.pem, which vouches for the realm's key")
                .contains("psa-implementation-id", "cca-realm-initial-measurement", "RSE_BL2");
    }

    @Test
    void ccaTokenWithAnotherRealmIsRefused() throws Exception {
        byte[] token = HexFormat.of()
                .parseHex(Files.readString(resource("cca-token.hex")).replaceAll("\\s", ""));
        String text = HexFormat.of().formatHex(token);
        int nonce = text.indexOf("0d22e08a98469058") / 2;
        byte[] otherNonce = token.clone();
        otherNonce[nonce] ^= 1;
        Result unsigned = inspect(Files.write(folder.resolve("a.cbor"), otherNonce));
        assertThat(unsigned.out()).contains("the platform token does NOT vouch for the realm's key");
        byte[] otherRealm = token.clone();
        otherRealm[token.length - 1] ^= 1;
        Result realm =
                inspect(Files.write(folder.resolve("b.cbor"), otherRealm), "--key", resource("cca-platform.pem"));
        assertThat(realm.status()).isEqualTo(1);
        assertThat(realm.out()).contains("the realm token is NOT signed by the realm's key");
        Result noKey = inspect(resource("cca-token.hex"));
        assertThat(noKey.out())
                .contains("not checked: no --key or --trust was given")
                .contains("the realm token fits the key that the platform token vouches for");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eat/Example-Payloads/coswid/hlos.diag | CoSWID tag (RFC 9393) | software-name",
                "eat/Example-Tokens/valid_deb.diag | detached EAT bundle (RFC 9711) | claims sets",
                "cmw/cmw-example-3.diag | conceptual message wrapper (RFC 9999) | ",
                "cmw/collection-example-1.diag | collection of conceptual message wrappers (RFC 9999) | ",
                "ear/examples/ear-cbor-1.diag | attestation result without a signature (EAR) | contraindicated",
                "corim/draft/examples/corim-1.diag | unsigned CoRIM | ",
                "psa/test/GOOD_full.diag | PSA claims without a signature | ",
                "psa/example/psa-sign1.diag | PSA attestation token (RFC 9783) | psa-software-components",
                "psa/example/psa-mac0.cbor | PSA attestation token (RFC 9783) | ",
                "voucher/voucher-hex.txt | voucher without a signature | ",
                "suit/encryption/suit-encryption-info-aes-kw-aes-gcm.hex | COSE message (RFC 9052) | ",
                "fdo/testdata/ov_extended.pem | FDO ownership voucher | ",
                "mud/cisco/luminaire/fs/Luminaire_150.p7s | CMS signed data | content is detached",
                "mud/cisco/luminaire/fs/Luminaire_150.json | MUD file (RFC 8520) | ",
                "tpm/keylime/test-data/files/ekpub.pem | public key (SubjectPublicKeyInfo | 1.2.840.113549.1.1.1",
                "psa/example/tfm-es-iak.json | JSON web key | (private, not shown)",
            })
    void publicFilesAreRecognisedAndNamed(String file, String kind, String says) {
        Vectors.path("");
        Result result = inspect(VECTORS.resolve(file));
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).startsWith(kind).contains(says == null ? "" : says);
    }

    private static Result fromStandardInput(byte[] bytes) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(bytes));
        try {
            return inspect("-");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void standardInputIsReadLikeAFile() {
        assertThat(fromStandardInput(HexFormat.of().parseHex("a10143010203")).out())
                .startsWith("CBOR");
        Result text = fromStandardInput("a1 01 43 01 02 03\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(text.out()).contains("read from hex text");
        Result cut = fromStandardInput(HexFormat.of().parseHex("a101430102"));
        assertThat(cut.status()).isEqualTo(1);
        assertThat(cut.out().lines().filter(line -> line.contains("broken:"))).hasSize(1);
        assertThat(fromStandardInput(new byte[0]).status()).isEqualTo(1);
    }

    @Test
    void inputBeyondTheLimitIsRefusedByItsSize() {
        Result result = fromStandardInput(new byte[16 * 1024 * 1024 + 1]);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("standard input is larger than 16777216 bytes");
    }

    @Test
    void largeInputOfEveryShapeIsAnsweredAtOnePlace() throws Exception {
        byte[] items = new byte[4_000_005];
        System.arraycopy(HexFormat.of().parseHex("9a003d0900"), 0, items, 0, 5);
        assertPlace(items, "more than 1000000 items at byte");
        byte[] deep = new byte[1_000_000];
        Arrays.fill(deep, (byte) 0x81);
        assertPlace(deep, "nested deeper than");
        byte[] tags = new byte[1_000_000];
        Arrays.fill(tags, (byte) 0xc1);
        assertPlace(tags, "nested deeper than");
        byte[] indefinite = new byte[1_000_000];
        Arrays.fill(indefinite, (byte) 0x9f);
        assertPlace(indefinite, "nested deeper than");
        assertPlace("[".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII), "deeper than the limit");
        byte[] random = new byte[1_000_000];
        new Random(3).nextBytes(random);
        random[0] = (byte) 0x9a;
        assertPlace(random, "is more than the input has");
        byte[] der = new byte[1_000_000];
        System.arraycopy(HexFormat.of().parseHex("30830f423b0482ffff"), 0, der, 0, 9);
        assertPlace(der, "broken:");
    }

    private void assertPlace(byte[] bytes, String says) throws Exception {
        Result result = inspect(Files.write(folder.resolve("large"), bytes));
        assertThat(result.status()).as(result.out()).isEqualTo(1);
        assertThat(result.out().lines().filter(line -> line.contains("broken:")))
                .singleElement()
                .asString()
                .contains(says)
                .containsPattern("at byte \\d+, path /");
        assertThat(result.out()).hasSizeLessThan(2000);
        assertThat(result.err()).isEmpty();
    }

    /** The hex blocks of a document were once found by one regular expression, which needed a stack as deep as they are. */
    @Test
    void documentWithAHundredThousandLinesOfHexIsRead() throws Exception {
        String document = "An example:\n\n" + "4100\n".repeat(200_000);
        Result result = inspect(Files.writeString(folder.resolve("a.txt"), document));
        assertThat(result.out()).contains("read from hex block 1 of 1 in a text");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void truncatedCertificateNamesTheElementThatIsCutOff() throws Exception {
        Vectors.path("");
        byte[] der = dev.muster.format.crypto.Pem.parse(
                        Files.readString(VECTORS.resolve("voucher/masa_prime256v1.crt")))
                .getFirst()
                .content();
        byte[] whole = der.clone();
        // The inner structure claims more than the outer one has.
        whole[7] = (byte) 0xff;
        Result inner = inspect(Files.write(folder.resolve("inner.der"), whole));
        assertThat(inner.status()).isEqualTo(1);
        assertThat(inner.out()).contains("length is more than the input has at byte 5");
        Result cut = inspect(Files.write(folder.resolve("cut.der"), Arrays.copyOf(der, der.length / 2)));
        assertThat(cut.out()).contains("length is more than the input has at byte 1");
    }
}
