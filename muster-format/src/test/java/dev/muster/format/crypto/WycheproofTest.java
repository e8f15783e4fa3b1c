package dev.muster.format.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.muster.format.Vectors;
import java.security.Provider;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The Wycheproof cases, with every provider that is present. */
class WycheproofTest {
    private static byte[] hex(JsonNode node, String name) {
        return HexFormat.of().parseHex(node.get(name).asString());
    }

    @TestFactory
    List<DynamicTest> ecdsaOverP256WithFixedWidthSignatures() {
        JsonNode file = Vectors.json("wycheproof/ecdsa_secp256r1_sha256_p1363_test.json");
        List<DynamicTest> tests = new ArrayList<>();
        for (Provider provider : Crypto.standard().providers()) {
            if (provider.getService("Signature", "SHA256withECDSA") != null) {
                tests.add(DynamicTest.dynamicTest(provider.getName(), () -> ecdsa(file, Crypto.of(List.of(provider)))));
            }
        }
        assertThat(tests).hasSizeGreaterThanOrEqualTo(2);
        return tests;
    }

    private static void ecdsa(JsonNode file, Crypto crypto) {
        int run = 0;
        Set<Integer> wrong = new TreeSet<>();
        for (JsonNode group : file.get("testGroups")) {
            var key = Keys.publicKey(hex(group, "publicKeyDer"));
            for (JsonNode test : group.get("tests")) {
                boolean expected = test.get("result").asString().equals("valid");
                boolean found =
                        crypto.verify(SignatureScheme.ECDSA_P256_SHA256, key, hex(test, "msg"), hex(test, "sig"));
                run++;
                if (found != expected) {
                    wrong.add(test.get("tcId").asInt());
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(run).isEqualTo(file.get("numberOfTests").asInt());
    }

    @Test
    void aesGcm() {
        JsonNode file = Vectors.json("wycheproof/aes_gcm_test.json");
        int run = 0;
        int otherSizes = 0;
        for (JsonNode group : file.get("testGroups")) {
            ContentCipher cipher = new ContentCipher(
                    "AES/GCM/NoPadding",
                    group.get("keySize").asInt() / 8,
                    group.get("ivSize").asInt() / 8,
                    group.get("tagSize").asInt() / 8);
            for (JsonNode test : group.get("tests")) {
                run++;
                if (cipher.nonceBytes() == 0) {
                    // A nonce of no bytes is invalid in every case; no provider takes it.
                    assertThat(test.get("result").asString()).isEqualTo("invalid");
                    otherSizes++;
                    continue;
                }
                gcm(cipher, test);
            }
        }
        assertThat(run).isEqualTo(file.get("numberOfTests").asInt());
        assertThat(otherSizes).isLessThan(20);
    }

    private static void gcm(ContentCipher cipher, JsonNode test) {
        byte[] sealed = HexFormat.of()
                .parseHex(test.get("ct").asString() + test.get("tag").asString());
        Optional<byte[]> plain =
                cipher.decrypt(Crypto.standard(), hex(test, "key"), hex(test, "iv"), hex(test, "aad"), sealed);
        if (test.get("result").asString().equals("invalid")) {
            assertThat(plain).as("case " + test.get("tcId")).isEmpty();
        } else if (plain.isEmpty()) {
            fail("case " + test.get("tcId") + " was refused");
        } else {
            assertThat(plain.get()).isEqualTo(hex(test, "msg"));
            assertThat(cipher.encrypt(
                            Crypto.standard(), hex(test, "key"), hex(test, "iv"), hex(test, "aad"), plain.get()))
                    .isEqualTo(sealed);
        }
    }
}
