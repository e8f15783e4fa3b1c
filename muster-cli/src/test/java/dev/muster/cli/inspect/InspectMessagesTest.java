package dev.muster.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.Diagnostic;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import dev.muster.testing.Vectors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages that others wrote: what a reader looks for stands there by its name. Where the public file is a payload
 * without its signature or tag, only those are ours, and the test's name says so.
 */
class InspectMessagesTest {
    private static final Path VECTORS = Path.of(System.getProperty("muster.vectors"));
    private static final KeyPair PAIR = Keys.generateP256(new SecureRandom());
    private static final CoseSigner SIGNER = CoseSigner.of(CoseAlgorithm.ES256, PAIR.getPrivate(), Optional.empty());

    @TempDir
    Path folder;

    @BeforeEach
    void vectorsAreThere() {
        Vectors.path("");
    }

    private Path file(byte[] bytes) throws Exception {
        return Files.write(folder.resolve("message.cbor"), bytes);
    }

    private Path key() throws Exception {
        return Files.write(folder.resolve("signer.der"), PAIR.getPublic().getEncoded());
    }

    private static Cbor notation(String file) throws Exception {
        return Diagnostic.parse(Files.readString(VECTORS.resolve(file)));
    }

    @Test
    void aSignedWebTokenShowsItsClaimsAndTimes() {
        Path vector = VECTORS.resolve("cose/examples/CWT/A_3.json");
        Inspected result = Inspected.of(vector, "--key", vector);
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .startsWith("CWT (RFC 8392)")
                .contains("signature: valid, by A_3.json")
                .contains("alg: ES256 (-7)")
                .contains("iss: \"coap://as.example.com\"", "sub: \"erikw\"", "aud: \"coap://light.example.com\"")
                .contains("exp: 2015-10-05T17:09:04Z (1444064944)")
                .contains("nbf: 2015-10-04T07:49:04Z (1443944944)", "iat: 2015-10-04T07:49:04Z (1443944944)")
                .contains("cti: h'0b71'");
    }

    @Test
    void aWebTokenUnderASharedKeyIsCheckedToo() {
        Path vector = VECTORS.resolve("cose/examples/CWT/A_4.json");
        Inspected result = Inspected.of(vector, "--key", vector);
        assertThat(result.out())
                .startsWith("CWT (RFC 8392)")
                .contains("signature: valid, by A_4.json", "COSE_Mac0 (tag 17)", "alg: HMAC 256/64 (4)");
    }

    @Test
    void aSignedMapThatIsNoTokenIsNotCalledOne() throws Exception {
        byte[] signed = Sign1Builder.create()
                .payload(Cbor.map().put(1, 7).put(4, "no time").build().encoded())
                .sign(SIGNER)
                .encode();
        assertThat(Inspected.of(file(signed)).out()).startsWith("COSE message (RFC 9052)");
    }

    @Test
    void theDraftsEarUnderOurSignatureShowsStatusVerifierAndTimes() throws Exception {
        byte[] claims = notation("ear/examples/ear-cbor-1.diag").encoded();
        byte[] signed = Sign1Builder.create().payload(claims).sign(SIGNER).encode();
        Inspected result = Inspected.of(file(signed), "--key", key());
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .startsWith("attestation result (EAR, draft-ietf-rats-ear)")
                .contains("signature: valid, by signer.der")
                .contains("iat: 2022-10-23T12:46:24Z (1666529184)")
                .contains("ear_status: contraindicated (96)", "executables: 96")
                .contains("developer: \"https://veraison-project.org\"");
    }

    @Test
    void aTokenWhoseProfileOnlySoundsLikeAnEarIsAnEat() throws Exception {
        Cbor claims = Cbor.map()
                .put(265, "tag:acme.example,2026:gearbox")
                .put(
                        266,
                        Cbor.map()
                                .put("radio", Cbor.map().put(256, new byte[17]).build())
                                .build())
                .build();
        byte[] signed =
                Sign1Builder.create().payload(claims.encoded()).sign(SIGNER).encode();
        assertThat(Inspected.of(file(signed)).out()).startsWith("EAT (RFC 9711)");
    }

    @Test
    void theDraftsCorimUnderOurSignatureShowsIssuerTimesAndReferenceValues() throws Exception {
        Cbor claims = notation("corim/draft/examples/protected-header-map-cwt-claims.diag")
                .asMap()
                .require(15);
        byte[] signed = Sign1Builder.create()
                .contentType("application/rim+cbor")
                .protect(HeaderLabel.CWT_CLAIMS, claims)
                .payload(notation("corim/draft/examples/payload-corim-4.diag").encoded())
                .sign(SIGNER)
                .encode();
        assertThat(Inspected.of(file(signed), "--key", key()).status())
                .as("its claims say that it ended in 2025")
                .isEqualTo(1);
        Inspected result = Inspected.of(file(signed), "--key", key(), "--at", "2025-09-10T16:21:27Z");
        assertThat(result.status()).as(result.out()).isZero();
        assertThat(result.out())
                .startsWith("signed CoRIM (draft-ietf-rats-corim)")
                .contains("signature: valid, by signer.der")
                .contains("iss: \"ACME Ltd.\"", "exp: 2025-09-10T16:21:27Z (1757521287)")
                .contains(
                        "reference-triples",
                        "model: \"ACME RoadRunner\"",
                        "version-scheme: semver (16384)",
                        "alg: sha-256 (1)")
                .contains("value: h'44aa336af4cb14a879432e53dd6571c7fa9bccafb75f488259262d6ea3a4d91b'");
    }

    @Test
    void theDraftsHashEnvelopeOfACorimSaysWhatItStandsFor() throws Exception {
        Cbor example = notation("corim/draft/examples/protected-header-map-hash-envelope.diag");
        Sign1Builder builder = Sign1Builder.create();
        for (long label : new long[] {15, 258, 259, 260}) {
            builder.protect(label, example.asMap().require(label));
        }
        byte[] signed = builder.payload(new byte[32]).sign(SIGNER).encode();
        assertThat(Inspected.of(file(signed)).out())
                .startsWith("signed CoRIM (draft-ietf-rats-corim)")
                .contains("payload-hash-alg: SHA-256 (-16)", "preimage content type: \"application/rim+cbor\"")
                .contains("payload location: \"https://example.com/widget-manifest.cbor\"");
    }

    @Test
    void aPublishedCorimInTheOlderWrapperIsNamedThroughIt() throws Exception {
        byte[] corim = Files.readAllBytes(VECTORS.resolve("corim/veraison/corim/testcases/unsigned-good-corim.cbor"));
        byte[] wrapped = Cbor.tag(500, Cbor.parse(corim)).encoded();
        Inspected result = Inspected.of(file(wrapped));
        assertThat(result.out())
                .startsWith("CoRIM in an older wrapper")
                .contains("note: unsigned manifest", "signature: none")
                .contains("id: \"test corim id\"", "reference-triples");
    }

    @Test
    void aSignedCorimInTheOlderWrapperHasItsSignatureChecked() throws Exception {
        byte[] corim = Files.readAllBytes(VECTORS.resolve("corim/veraison/corim/testcases/unsigned-good-corim.cbor"));
        byte[] signed = Sign1Builder.create()
                .contentType("application/corim-unsigned+cbor")
                .payload(corim)
                .sign(SIGNER)
                .encode();
        Path wrapped = file(Cbor.tag(500, Cbor.tag(502, Cbor.parse(signed))).encoded());
        Inspected result = Inspected.of(wrapped, "--key", key());
        assertThat(result.out())
                .startsWith("CoRIM in an older wrapper")
                .contains("note: signed manifest", "signature: valid, by signer.der")
                .contains("id: \"test corim id\"", "reference-triples");
        assertThat(Inspected.of(wrapped, "--key", VECTORS.resolve("suit/manifest/private_key.pem"))
                        .status())
                .isEqualTo(1);
    }

    @Test
    void theManifestOfAPublicEnvelopeIsNamedAlsoBareAndWithoutItsTag() throws Exception {
        String text = Files.readString(VECTORS.resolve("suit/manifest/example0.txt"));
        String block = text.substring(text.indexOf("d86ba2025873"), text.lastIndexOf("~~~"));
        Cbor envelope = Cbor.parse(HexFormat.of().parseHex(block.replaceAll("\\s", "")));
        Cbor manifest =
                Cbor.parse(((CborTag) envelope).content().asMap().require(3).asBytes());
        for (byte[] bytes : new byte[][] {Cbor.tag(1070, manifest).encoded(), manifest.encoded()}) {
            assertThat(Inspected.of(file(bytes)).out())
                    .startsWith("SUIT manifest")
                    .contains("signature: none")
                    .contains("manifest-version: 1", "manifest-sequence-number: 0")
                    .contains("class-id: h'1492af1425695e48bf429b2d51f2ab45'", "image-size: 34768")
                    .contains("digest-bytes: h'00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210'")
                    .contains("directive-invoke: 2");
        }
    }

    @Test
    void thePublicExampleOfClaimsIsNamedUnderTheTagOfUnsignedOnes() throws Exception {
        Cbor claims = notation("eat/Example-Payloads/simple.diag");
        Inspected result = Inspected.of(file(Cbor.tag(601, claims).encoded()));
        assertThat(result.out())
                .startsWith("EAT claims without a signature (UCCS, RFC 9781)")
                .contains("signature: none", "ueid: ", "eat_nonce: ", "dbgstat: ");
    }

    @Test
    void aPostQuantumKeyShowsItsPublicAndHidesItsPrivateHalf() throws Exception {
        byte[] bytes = HexFormat.of()
                .parseHex(JsonMapper.builder()
                        .build()
                        .readTree(VECTORS.resolve("cose/ml-dsa/examples/cose/examples/ML_DSA_44.cose.json")
                                .toFile())
                        .get("key")
                        .asString());
        Inspected result = Inspected.of(file(bytes));
        assertThat(result.out())
                .startsWith("COSE key (RFC 9052)")
                .contains("kty: AKP (7)", "alg: ML-DSA-44 (-48)", "pub: h'ba71f9f64e11")
                .contains("kid: h'b8969ab4b37da9f0684e42647eb8a0be8b5b661ebf5d76f0583bf5b8d3a8059a'");
        assertThat(result.out())
                .as("the seed of the example is all zeros")
                .contains("priv: (private, not shown)")
                .doesNotContain("0000000000");
    }

    @Test
    void noPrivatePartOfAnyKeyTypeIsShown() throws Exception {
        String[] keys = {
            "{1: 2, -1: 1, -2: h'0a0b', -3: h'0c0d', -4: h'5eed5eed'}",
            "{1: 3, -1: h'0a0b', -2: h'010001', -3: h'5eed5eed', -4: h'5eed5eed', -5: h'5eed5eed', -8: h'5eed5eed'}",
            "{1: 4, -1: h'5eed5eed'}",
            "{1: 6, -1: h'5eed5eed', -2: h'5eed5eed'}",
            "[{1: 4, -1: h'5eed5eed'}, {1: 1, -1: 6, -2: h'0a0b', -4: h'5eed5eed'}]",
        };
        for (String key : keys) {
            Inspected result = Inspected.of(file(Diagnostic.parse(key).encoded()));
            assertThat(result.out()).contains("not shown").doesNotContain("5eed");
        }
        assertThat(Inspected.of(file(Diagnostic.parse(keys[0]).encoded())).out())
                .contains("crv: P-256 (1)", "x: h'0a0b'", "y: h'0c0d'");
        assertThat(Inspected.of(file(Diagnostic.parse(keys[4]).encoded())).out())
                .startsWith("COSE key set");
    }

    /** openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256, with a requested extension. */
    private static final String OPENSSL_REQUEST =
            "MIH9MIGkAgEAMCAxDTALBgNVBAoMBGFjbWUxDzANBgNVBAUTBmNhbS0wNzBZMBMGByqGSM49AgEGCCqGSM49"
                    + "AwEHA0IABB6hm29+5WvRM9xwpxFPpt5cT0kGhfb874fLzNott6Si+zzVdChCjCHNcvc76p34gi/ll+WzeljG"
                    + "zeX+1Bph6kKgIjAgBgkqhkiG9w0BCQ4xEzARMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIh"
                    + "AMuL0fd17oBl/QVvJGqWjfs9aVZlHFheXDaJHThHB688AiAjDuWQKJHoekO2XEEAnCEy++PU2WLfD+I2w1y8"
                    + "Va0t8Q==";

    @Test
    void aRequestMadeByOpensslShowsWhoAsksForWhichKeyAndThatItHoldsIt() throws Exception {
        byte[] der = Base64.getDecoder().decode(OPENSSL_REQUEST);
        Inspected result = Inspected.of(file(der));
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .startsWith("certification request (PKCS#10, RFC 2986)")
                .contains("signature: valid, by the key in the request")
                .contains("subject: O=acme,SERIALNUMBER=cam-07")
                .contains("public key: elliptic curve P-256", "signature algorithm: SHA256WITHECDSA")
                .contains("requested extension: 2.5.29.19 (critical)");
        der[20] ^= 1;
        Inspected changed = Inspected.of(file(der));
        assertThat(changed.status()).isEqualTo(1);
        assertThat(changed.out()).contains("INVALID: not by the key in the request");
    }

    @Test
    void aPublicKeyOfFewerThan128BytesIsStillDer() throws Exception {
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(PAIR.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        Path file = Files.writeString(folder.resolve("key.pem"), pem);
        assertThat(Inspected.of(file).out())
                .startsWith("public key (SubjectPublicKeyInfo")
                .contains("1.2.840.10045.2.1");
    }
}
