package dev.muster.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Main;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Curve;
import dev.muster.format.crypto.HashName;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.testing.Vectors;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages of attestation in JSON, and questions for endorsements. */
class InspectEvidenceTest {
    @TempDir
    Path folder;

    private record Result(int status, String out) {}

    private static Result inspect(Object... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = "inspect";
        for (int i = 0; i < arguments.length; i++) {
            words[i + 1] = arguments[i].toString();
        }
        StringWriter out = new StringWriter();
        int status = Main.run(new PrintWriter(out, true), new PrintWriter(new StringWriter(), true), words);
        return new Result(status, out.toString());
    }

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("message"), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rv-class-simple.diag|question for endorsements (CoSERV|artifact-type: reference values",
                "rv-class-stateful.diag|question for endorsements (CoSERV|claims",
                "rv-rim-query.diag|question for endorsements (CoSERV|rim-selector",
                "rv-class-simple-results.diag|endorsements that were asked for (CoSERV|Component A",
                "rv-class-simple-results-source-artifacts.diag|endorsements that were asked for"
                        + " (CoSERV|source-artifacts",
                "discovery-unsigned.diag|what a distributor of endorsements offers|artifact-support",
                "discovery-unsigned.json|what a distributor of endorsements offers|CoSERVRequestResponse"
            })
    void coservIsNamedAndReadable(String name, String kind, String says) {
        Path example = Vectors.path("coserv/examples/" + name);
        Result result = inspect(example);
        assertThat(result.status()).as(result.out()).isZero();
        assertThat(result.out()).startsWith(kind).contains(says);
    }

    @Test
    void psaClaimsInJsonAreShownAsBytesAndJudged() throws Exception {
        String zeros = Base64.getEncoder().encodeToString(new byte[32]);
        byte[] ueid = new byte[33];
        ueid[0] = 1;
        String claims = """
            {"eat-profile": "http://arm.com/psa/2.0.0", "psa-client-id": 1, "psa-security-lifecycle": 12288,
             "psa-implementation-id": "%1$s", "psa-nonce": "%1$s", "psa-instance-id": "%2$s",
             "psa-software-components": [{"measurement-type": "BL", "measurement-value": "%1$s", "signer-id": "%1$s"}]}\
            """.formatted(zeros, Base64.getEncoder().encodeToString(ueid));
        Result good = inspect(file(claims));
        assertThat(good.status()).isZero();
        assertThat(good.out())
                .startsWith("PSA claims in JSON (RFC 9783)")
                .contains("lifecycle: secured", "psa-instance-id: h'0100", "psa-client-id: 1", "signer-id: h'00");
        Result bad = inspect(file(claims.replace("12288", "65535")));
        assertThat(bad.status()).isEqualTo(1);
        assertThat(bad.out()).contains("refused:");
    }

    @Test
    void wrappersInJsonAreOpened() throws Exception {
        Result one = inspect(file("[\"application/eat-ucs+json\", \"eyJlYXRfbm9uY2UiOiAiQUFBQUFBQUFBQUEifQ\", 4]"));
        assertThat(one.status()).isZero();
        assertThat(one.out())
                .startsWith("conceptual message wrapper in JSON (RFC 9999)")
                .contains("indicator: 4 (evidence)", "value: EAT claims in JSON", "eat_nonce");
        Result some =
                inspect(file("{\"__cmwc_t\": \"tag:example.com,2026:x\", \"a\": [263, \"oA\"], \"b\": {\"c\": [\"a/b\","
                        + " \"AA\", 3]}}"));
        assertThat(some.out())
                .startsWith("collection of conceptual message wrappers in JSON")
                .contains("collection type: tag:example.com,2026:x", "263 (application/eat+cwt)", "value: h'a0'")
                .contains("3 (reference values, endorsements)");
        assertThat(inspect(file("[\"\", \"AA\"]")).out()).startsWith("JSON");
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private Path key(String name, KeyPair pair) throws Exception {
        return Files.writeString(
                folder.resolve(name), new Pem("PUBLIC KEY", pair.getPublic().getEncoded()).encode());
    }

    @Test
    void aResultAsJwtIsVerifiedUnderAKeyOfItsKind() throws Exception {
        KeyPair signer = Keys.generateP256(new SecureRandom());
        KeyPair other = Keys.generateP256(new SecureRandom());
        String signed = part("{\"alg\": \"ES256\"}") + "."
                + part("{\"eat_profile\": \"tag:ietf.org,2026:rats/ear#04\", \"iat\": 1, \"ear_verifier_id\":"
                        + " {\"developer\": \"a\", \"build\": \"b\"}, \"submods\": {\"x\": {\"ear_status\":"
                        + " \"affirming\"}}}");
        byte[] signature = Crypto.standard()
                .sign(
                        SignatureScheme.ecdsa(Curve.P256, HashName.SHA256),
                        signer.getPrivate(),
                        signed.getBytes(StandardCharsets.US_ASCII));
        Path token = file(signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
        Result good = inspect(token, "--key", key("signer.pem", signer));
        assertThat(good.status()).as(good.out()).isZero();
        assertThat(good.out()).contains("attestation result in JSON (EAR)", "signature: valid, by signer.pem");
        assertThat(inspect(token).status()).as("without a key it can be read").isZero();
        Result forged = inspect(token, "--key", key("other.pem", other));
        assertThat(forged.status()).isEqualTo(1);
        assertThat(forged.out()).contains("none of the given keys signed it");
        KeyPair longer = java.security.KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        assertThat(inspect(token, "--key", key("ed.pem", longer)).status())
                .as("a key of another kind says nothing")
                .isEqualTo(2);
    }
}
