package dev.muster.format.cose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.Vectors;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.crypto.Crypto;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/**
 * Every example of the cose-wg collection: read, printed as its diagnostic notation, written back byte for byte,
 * verified or decrypted in the generic profile; examples made to fail do so for the named reason.
 */
class CoseVectorsTest {
    @TestFactory
    List<DynamicTest> everyExampleHoldsOrFailsAsItSays() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : Vectors.list("cose/examples", ".json")) {
            tests.add(DynamicTest.dynamicTest(name, () -> CoseExample.check(Vectors.json(name))));
        }
        assertThat(tests).hasSize(80);
        return tests;
    }

    /** The rest of the collection: its algorithms that Muster has and the shared vectors leave out, and its fail cases. */
    @TestFactory
    List<DynamicTest> moreExamples() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream in = CoseVectorsTest.class.getResourceAsStream("cose-wg-more.json")) {
            for (JsonNode example : Vectors.json(in.readAllBytes())) {
                tests.add(DynamicTest.dynamicTest(example.get("name").asString(), () -> CoseExample.check(example)));
            }
        }
        assertThat(tests).hasSize(179);
        return tests;
    }

    @TestFactory
    List<DynamicTest> mlDsaExamples() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : Vectors.list("cose/ml-dsa", ".json")) {
            tests.add(DynamicTest.dynamicTest(name, () -> mlDsa(Vectors.json(name))));
        }
        return tests;
    }

    private static void mlDsa(JsonNode example) {
        CoseKey key = CoseKey.parse(JsonKeys.hex(example.get("key").asString()), CoseProfile.GENERIC);
        CoseSign1 message = CoseSign1.parse(JsonKeys.hex(example.get("sign1").asString()));
        assertThat(key.thumbprint()).isEqualTo(key.kid().orElseThrow());
        assertThat(message.toBeSigned(new byte[0], message.payload().orElseThrow()))
                .isEqualTo(JsonKeys.hex(example.get("raw_to_be_signed").asString()));
        assertThat(CoseVerifier.strict().verify(message, key)).isEqualTo(new Verdict.Valid());
        assertThat(message.encode()).isEqualTo(JsonKeys.hex(example.get("sign1").asString()));
        // The example key has its seed: the private key grows from it, and signs.
        CoseSign1 again = CoseSign1.sign(CborMap.EMPTY, new byte[] {1}, key.signer(Crypto.standard()));
        assertThat(CoseVerifier.strict().verify(again, key)).isEqualTo(new Verdict.Valid());
        // JDK and provider keys become the same COSE_Key.
        assertThat(CoseKey.of(key.publicKey()).thumbprint()).isEqualTo(key.thumbprint());
    }
}
