package dev.muster.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exit status 0 only when what was asked was verified; 1 when it is not so, 2 when nothing could be verified. */
class InspectCasesTest {
    private static final Path CASES = Path.of(System.getProperty("muster.vectors"))
            .resolveSibling("cases")
            .resolve("cose");

    private static final String K = "a401022001215820bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff"
            + "22582020138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e";
    private static final String S16 = "a201042050000102030405060708090a0b0c0d0e0f";
    private static final String AT = "2026-11-21T12:00:00Z";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "p01-chain-ok, cose-wg-ca.crt, 0, signature: valid",
        "p07-chain-good2, root.crt, 0, signature: valid",
        "p02-chain-EE-as-CA, cose-wg-ca.crt, 1, not-a-ca",
        "p06-chain-name-mismatch, root.crt, 1, issuer-mismatch",
        "p09-pathlen0-violated, root.crt, 1, path-length",
        "s27-dup-unprot, k.key, 1, twice",
        "s11-keyalg-mismatch, k-alg35.key, 2, is not a key for ES256",
        "m08-enc0-untagged, k.key, 2, COSE_Encrypt0 without its tag",
        "m10-mac-untagged, k.key, 2, COSE_Mac without its tag",
        "notcose3, k.key, 2, CBOR",
        "ps256.cose, rsa.pem, 0, signature: valid",
        "ts.cose, st.key, 0, receipt 1 of 1: not checked: no --ledger-key was given",
        "ts-forged.cose, st.key, 0, receipt 1 of 1: not checked: no --ledger-key was given",
        "s46-tag61-untagged, k.key, 1, RFC 8392",
        "s61-iv-and-piv, k.key, 1, Partial IV",
        "u01-unsigned-with-key, k.key, 2, signature: none",
        "u03-tag998-with-key, k.key, 2, signature: none",
        "s39b-detached-badsig, k.key, 2, detached",
        "a0, k.key, 2, signature: none",
    })
    void everyCaseSaysWhatIsRight(String file, String key, int status, String words) {
        Needs.data(CASES);
        Inspected result = Inspected.of(CASES.resolve(file), "--trust", CASES.resolve(key), "--at", AT);
        assertThat(result.out()).contains(words);
        assertThat(result.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "s17-kty-2_32_2, a4011b000000010000000220",
        "s18-crv-2_32_1, a40102201b0000000100000001",
    })
    void aTypeOrCurveBeyondThirtyTwoBitsIsNotCutDownToAKnownOne(String file, String start) throws IOException {
        Needs.data(CASES);
        assertThat(Inspected.of(CASES.resolve(file), "--key", file("k", K)).status())
                .isZero();
        String rest = start.endsWith("220") ? K.substring(8) : K.substring(10);
        Inspected result = Inspected.of(CASES.resolve(file), "--key", file("odd", start + rest));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("not known here");
    }

    @ParameterizedTest
    @CsvSource({
        // A tag inside a tag is no message.
        "d2d28443a10126a042686940, 2, signature: none",
        // A message authenticated by a shared key, and a public one given.
        "d18443a10105a042686941" + "00, 2, none was given",
        // An algorithm for private use, and one that is only known by name.
        "d2844" + "7a1013a00010000a042686941" + "00, 2, private use",
        "d2844" + "5a101390100a042686941" + "00, 2, RS256",
        // The algorithm where nothing covers it.
        "d28440a1012642686941" + "00, 1, unprotected",
        "d18440a1010542686941" + "00, 1, unprotected",
    })
    void whatCannotBeJudgedIsNotChecked(String hex, int status, String words) throws IOException {
        Inspected result = Inspected.of(file("m", hex), "--key", file("k", K));
        assertThat(result.out()).contains(words);
        assertThat(result.status()).isEqualTo(status);
    }

    @Test
    void withoutAKeyTheQuestionIsWhetherItCanBeRead() throws IOException {
        assertThat(Inspected.of(file("m", "a0")).status()).isZero();
        assertThat(Inspected.of(file("m", "a1")).status()).isEqualTo(1);
        assertThat(Inspected.of(file("m", "d28443a10126a0426869584000")).status())
                .isEqualTo(1);
    }

    @Test
    void aSetOfKeysAndWebKeysOfEachTypeAreKeys() throws IOException {
        Path set = file("set", "82a1011863" + K);
        assertThat(Inspected.of(file("m", "a0"), "--key", set).status()).isEqualTo(2);
        Path okp = Files.writeString(
                folder.resolve("x.jwk"),
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo\"}");
        Inspected result = Inspected.of(file("m", "d28443a10126a042686941" + "00"), "--key", okp);
        assertThat(result.out()).contains("is not a key for ES256");
        assertThat(result.status()).isEqualTo(2);
    }

    @Test
    void anEncryptedMessageOpensWithItsKey() throws IOException {
        String sealed = "d8608443a10101a1054c07070707070707070707070752f92543dcabfd14cb72a0a2c028c8a3908b1e81";
        Inspected right = Inspected.of(file("m", sealed + "8340a1012540"), "--key", file("s", S16));
        assertThat(right.out()).contains("which opens it");
        assertThat(right.status()).isZero();
        Inspected wrong = Inspected.of(file("m", sealed + "8343a10125a040"), "--key", file("s", S16));
        assertThat(wrong.status()).isEqualTo(1);
    }

    private Path file(String name, String hex) throws IOException {
        return Files.write(folder.resolve(name), HexFormat.of().parseHex(hex));
    }
}
