package dev.muster.format.cose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.Vectors;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.Diagnostic;
import dev.muster.format.crypto.Crypto;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/**
 * Every example of the cose-wg collection: read, printed as its diagnostic notation, written back byte for byte,
 * verified or decrypted in the generic profile; examples made to fail do so for the named reason.
 */
class CoseVectorsTest {
    private static final CoseVerifier SIGNATURES =
            CoseVerifier.of(Crypto.standard(), CoseProfile.GENERIC).understanding(Set.of("reserved"));
    private static final CoseMacVerifier MACS = CoseMacVerifier.of(Crypto.standard(), CoseProfile.GENERIC);
    private static final CoseCipher CIPHERS = CoseCipher.of(Crypto.standard(), CoseProfile.GENERIC);

    @TestFactory
    List<DynamicTest> everyExampleHoldsOrFailsAsItSays() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : Vectors.list("cose/examples", ".json")) {
            tests.add(DynamicTest.dynamicTest(name, () -> check(Vectors.json(name))));
        }
        assertThat(tests).hasSize(80);
        return tests;
    }

    private static void check(JsonNode example) {
        byte[] bytes = JsonKeys.hex(example.at("/output/cbor").asString());
        Cbor item = Cbor.parse(bytes, CborProfile.VALID, CborLimits.DEFAULT);
        assertThat(Diagnostic.parse(example.at("/output/cbor_diag").asString())).isEqualTo(item);
        JsonNode input = example.get("input");
        boolean fails = example.has("fail");
        byte[] content = input.has("plaintext_hex")
                ? JsonKeys.hex(input.get("plaintext_hex").asString())
                : input.get("plaintext").asString().getBytes(StandardCharsets.UTF_8);
        byte[] encoded;
        if (input.has("sign0")) {
            encoded = sign1(bytes, input.get("sign0"), content);
        } else if (input.has("sign")) {
            encoded = sign(bytes, input.get("sign"), content);
        } else if (input.has("mac0")) {
            encoded = mac0(bytes, input.get("mac0"), content, fails);
        } else if (input.has("mac")) {
            encoded = mac(bytes, input.get("mac"), content, fails);
        } else if (input.has("encrypted")) {
            encoded = encrypt0(bytes, input.get("encrypted"), content, fails);
        } else {
            encoded = encrypt(bytes, input.get("enveloped"), content, fails);
        }
        Cbor back = Cbor.parse(encoded);
        assertThat((item instanceof CborTag ? back : back.asTag().content()).encoded())
                .isEqualTo(bytes);
    }

    private static byte[] external(JsonNode json) {
        return json.has("external") ? JsonKeys.hex(json.get("external").asString()) : new byte[0];
    }

    private static byte[] sign1(byte[] bytes, JsonNode json, byte[] content) {
        CoseSign1 message = CoseSign1.parse(bytes, CoseProfile.GENERIC);
        VerificationKey key = SIGNATURES.bind(JsonKeys.key(json.get("key")), message.headers());
        assertThat(message.payload())
                .hasValueSatisfying(payload -> assertThat(payload).isEqualTo(content));
        assertThat(SIGNATURES.verify(message, key, external(json), Optional.empty()))
                .isEqualTo(new Verdict.Valid());
        assertThat(SIGNATURES
                        .verify(message, key, new byte[] {9}, Optional.empty())
                        .valid())
                .isFalse();
        return message.encode();
    }

    private static byte[] sign(byte[] bytes, JsonNode json, byte[] content) {
        CoseSign message = CoseSign.parse(bytes, CoseProfile.GENERIC);
        assertThat(message.payload())
                .hasValueSatisfying(payload -> assertThat(payload).isEqualTo(content));
        assertThat(message.signatures()).hasSize(json.get("signers").size());
        for (int i = 0; i < message.signatures().size(); i++) {
            CoseSign.Signature signature = message.signatures().get(i);
            JsonNode signer = json.get("signers").get(i);
            VerificationKey key = SIGNATURES.bind(JsonKeys.key(signer.get("key")), signature.headers());
            assertThat(SIGNATURES.verify(message, signature, key, external(signer), Optional.empty()))
                    .isEqualTo(new Verdict.Valid());
            assertThat(SIGNATURES
                            .verify(message, signature, key, new byte[] {9}, Optional.empty())
                            .valid())
                    .isFalse();
            if (message.headers().signed(HeaderLabel.CRIT).isPresent()) {
                Verdict verdict = CoseVerifier.of(Crypto.standard(), CoseProfile.GENERIC)
                        .verify(message, signature, key, external(signer), Optional.empty());
                assertThat(((Verdict.Invalid) verdict).reason()).isEqualTo(Verdict.Reason.CRIT_UNKNOWN);
            }
            countersigned(signature.headers(), Countersignature.Target.of(signature), signer);
        }
        countersigned(message.headers(), Countersignature.Target.of(message, Optional.empty()), json);
        return message.encode();
    }

    private static void countersigned(CoseHeaders headers, Countersignature.Target target, JsonNode json) {
        JsonNode signers = json.has("countersign") ? json.at("/countersign/signers") : json.path("countersigners");
        List<Countersignature> found = Countersignature.in(headers, CoseProfile.GENERIC);
        assertThat(found).hasSize(signers.size());
        for (int i = 0; i < found.size(); i++) {
            VerificationKey key = SIGNATURES.bind(
                    JsonKeys.key(signers.get(i).get("key")),
                    found.get(i).headers().orElseThrow());
            assertThat(SIGNATURES.verify(target, found.get(i), key, new byte[0]))
                    .isEqualTo(new Verdict.Valid());
        }
    }

    private static byte[] mac0(byte[] bytes, JsonNode json, byte[] content, boolean fails) {
        CoseMac0 message = CoseMac0.parse(bytes, CoseProfile.GENERIC);
        assertThat(message.payload())
                .hasValueSatisfying(payload -> assertThat(payload).isEqualTo(content));
        CoseKey key = JsonKeys.key(json.at("/recipients/0/key"));
        macVerdict(MACS.verify(message, key, external(json), Optional.empty()), fails);
        return message.encode();
    }

    private static byte[] mac(byte[] bytes, JsonNode json, byte[] content, boolean fails) {
        CoseMac message = CoseMac.parse(bytes, CoseProfile.GENERIC);
        assertThat(message.payload())
                .hasValueSatisfying(payload -> assertThat(payload).isEqualTo(content));
        for (RecipientKey key : keys(json)) {
            macVerdict(MACS.verify(message, key, external(json), Optional.empty()), fails);
        }
        countersigned(message.headers(), Countersignature.Target.of(message, Optional.empty()), json);
        return message.encode();
    }

    private static void macVerdict(Verdict verdict, boolean fails) {
        if (fails) {
            assertThat(((Verdict.Invalid) verdict).reason()).isEqualTo(Verdict.Reason.MAC_WRONG);
        } else {
            assertThat(verdict).isEqualTo(new Verdict.Valid());
        }
    }

    private static byte[] encrypt0(byte[] bytes, JsonNode json, byte[] content, boolean fails) {
        CoseEncrypt0 message = CoseEncrypt0.parse(bytes, CoseProfile.GENERIC);
        CoseKey key = keys(json).getFirst().key();
        opened(CIPHERS.open(message, key, external(json), Optional.empty()), content, fails);
        return message.encode();
    }

    private static byte[] encrypt(byte[] bytes, JsonNode json, byte[] content, boolean fails) {
        CoseEncrypt message = CoseEncrypt.parse(bytes, CoseProfile.GENERIC);
        for (RecipientKey key : keys(json)) {
            opened(CIPHERS.open(message, key, external(json), Optional.empty()), content, fails);
        }
        countersigned(message.headers(), Countersignature.Target.of(message, Optional.empty()), json);
        return message.encode();
    }

    private static void opened(Opened opened, byte[] content, boolean fails) {
        if (fails) {
            assertThat(((Opened.Refused) opened).reason()).isEqualTo(Verdict.Reason.CIPHERTEXT_WRONG);
        } else {
            assertThat(opened).isInstanceOf(Opened.Content.class);
            assertThat(((Opened.Content) opened).plain()).isEqualTo(content);
        }
    }

    private static List<RecipientKey> keys(JsonNode json) {
        List<RecipientKey> keys = new ArrayList<>();
        for (JsonNode recipient : json.get("recipients")) {
            JsonNode holder = recipient.has("recipients") ? recipient.at("/recipients/0") : recipient;
            CoseKey key = JsonKeys.unnamed(holder.get("key"));
            if (json.path("unsent").has("IV_hex")) {
                key = JsonKeys.withBaseIv(
                        key,
                        json.at("/unsent/IV_hex").asString(),
                        json.at("/unprotected/partialIV_hex").asString());
            }
            Optional<CoseKey> sender =
                    holder.has("sender_key") ? Optional.of(JsonKeys.key(holder.get("sender_key"))) : Optional.empty();
            keys.add(new RecipientKey(key, sender, context(holder.path("unsent"))));
        }
        return keys;
    }

    private static KdfContext context(JsonNode unsent) {
        return new KdfContext(
                text(unsent, "apu_id"), text(unsent, "apv_id"), text(unsent, "pub_other"), Optional.empty());
    }

    private static Optional<byte[]> text(JsonNode json, String name) {
        return json.has(name)
                ? Optional.of(json.get(name).asString().getBytes(StandardCharsets.UTF_8))
                : Optional.empty();
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
