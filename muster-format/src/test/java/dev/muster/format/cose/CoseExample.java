package dev.muster.format.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.Diagnostic;
import dev.muster.format.cose.Verdict.Reason;
import dev.muster.format.crypto.Crypto;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** One example of the cose-wg collection: what it says must come out. */
final class CoseExample {
    private static final CoseVerifier SIGNATURES =
            CoseVerifier.of(Crypto.standard(), CoseProfile.GENERIC).understanding(Set.of("reserved"));
    private static final CoseMacVerifier MACS = CoseMacVerifier.of(Crypto.standard(), CoseProfile.GENERIC);
    private static final CoseCipher CIPHERS = CoseCipher.of(Crypto.standard(), CoseProfile.GENERIC);

    private CoseExample() {}

    static void check(JsonNode example) {
        byte[] bytes = JsonKeys.hex(example.at("/output/cbor").asString());
        Cbor item = Cbor.parse(bytes, CborProfile.VALID, CborLimits.DEFAULT);
        if (example.at("/output").has("cbor_diag")) {
            assertThat(Diagnostic.parse(example.at("/output/cbor_diag").asString()))
                    .isEqualTo(item);
        }
        JsonNode input = example.get("input");
        Optional<String> fails = fails(input);
        if (fails.filter("ChangeCBORTag"::equals).isPresent()) {
            assertThatThrownBy(() -> CoseMessage.parse(bytes, CoseProfile.GENERIC))
                    .isInstanceOf(MalformedException.class);
            return;
        }
        byte[] content = input.has("plaintext_hex")
                ? JsonKeys.hex(input.get("plaintext_hex").asString())
                : input.get("plaintext").asString().getBytes(StandardCharsets.UTF_8);
        byte[] encoded;
        if (input.has("sign0")) {
            encoded = sign1(bytes, input.get("sign0"), content, fails);
        } else if (input.has("sign")) {
            encoded = sign(bytes, input.get("sign"), content, fails);
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

    private static byte[] sign1(byte[] bytes, JsonNode json, byte[] content, Optional<String> fails) {
        CoseSign1 message = CoseSign1.parse(bytes, CoseProfile.GENERIC);
        VerificationKey key = SIGNATURES.bind(JsonKeys.key(json.get("key")), message.headers());
        if (fails.isEmpty()) {
            assertThat(message.payload())
                    .hasValueSatisfying(payload -> assertThat(payload).isEqualTo(content));
        }
        verdict(SIGNATURES.verify(message, key, external(json), Optional.empty()), fails, Reason.SIGNATURE_WRONG);
        assertThat(SIGNATURES
                        .verify(message, key, new byte[] {9}, Optional.empty())
                        .valid())
                .isFalse();
        return message.encode();
    }

    private static byte[] sign(byte[] bytes, JsonNode json, byte[] content, Optional<String> fails) {
        CoseSign message = CoseSign.parse(bytes, CoseProfile.GENERIC);
        if (fails.isEmpty()) {
            assertThat(message.payload())
                    .hasValueSatisfying(payload -> assertThat(payload).isEqualTo(content));
        }
        assertThat(message.signatures()).hasSize(json.get("signers").size());
        for (int i = 0; i < message.signatures().size(); i++) {
            CoseSign.Signature signature = message.signatures().get(i);
            JsonNode signer = json.get("signers").get(i);
            VerificationKey key = SIGNATURES.bind(JsonKeys.key(signer.get("key")), signature.headers());
            verdict(
                    SIGNATURES.verify(message, signature, key, external(signer), Optional.empty()),
                    fails,
                    Reason.SIGNATURE_WRONG);
            assertThat(SIGNATURES
                            .verify(message, signature, key, new byte[] {9}, Optional.empty())
                            .valid())
                    .isFalse();
            if (message.headers().signed(HeaderLabel.CRIT).isPresent()) {
                Verdict verdict = CoseVerifier.of(Crypto.standard(), CoseProfile.GENERIC)
                        .verify(message, signature, key, external(signer), Optional.empty());
                assertThat(((Verdict.Invalid) verdict).reason()).isEqualTo(Reason.CRIT_UNKNOWN);
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

    private static byte[] mac0(byte[] bytes, JsonNode json, byte[] content, Optional<String> fails) {
        CoseMac0 message = CoseMac0.parse(bytes, CoseProfile.GENERIC);
        if (fails.isEmpty()) {
            assertThat(message.payload())
                    .hasValueSatisfying(payload -> assertThat(payload).isEqualTo(content));
        }
        CoseKey key = JsonKeys.key(json.at("/recipients/0/key"));
        verdict(MACS.verify(message, key, external(json), Optional.empty()), fails, Reason.MAC_WRONG);
        return message.encode();
    }

    private static byte[] mac(byte[] bytes, JsonNode json, byte[] content, Optional<String> fails) {
        CoseMac message = CoseMac.parse(bytes, CoseProfile.GENERIC);
        if (fails.isEmpty()) {
            assertThat(message.payload())
                    .hasValueSatisfying(payload -> assertThat(payload).isEqualTo(content));
        }
        for (RecipientKey key : keys(json)) {
            verdict(MACS.verify(message, key, external(json), Optional.empty()), fails, Reason.MAC_WRONG);
        }
        countersigned(message.headers(), Countersignature.Target.of(message, Optional.empty()), json);
        return message.encode();
    }

    private static void verdict(Verdict verdict, Optional<String> fails, Reason wrong) {
        if (fails.isPresent()) {
            assertThat(((Verdict.Invalid) verdict).reason()).isEqualTo(reason(fails.get(), wrong));
        } else {
            assertThat(verdict).isEqualTo(new Verdict.Valid());
        }
    }

    /** What was done to the message, when it must not be accepted. */
    private static Optional<String> fails(JsonNode input) {
        return input.findValues("failures").stream()
                .flatMap(failures -> failures.propertyNames().stream()
                        .filter(name -> !failures.path(name).asString("").equals("a0")))
                .filter(name -> !name.equals("RemoveCBORTag"))
                .findFirst();
    }

    private static Reason reason(String change, Reason wrong) {
        return change.equals("ChangeAttr") ? Reason.ALG_UNKNOWN : wrong;
    }

    private static byte[] encrypt0(byte[] bytes, JsonNode json, byte[] content, Optional<String> fails) {
        CoseEncrypt0 message = CoseEncrypt0.parse(bytes, CoseProfile.GENERIC);
        CoseKey key = keys(json).getFirst().key();
        opened(CIPHERS.open(message, key, external(json), Optional.empty()), content, fails);
        return message.encode();
    }

    private static byte[] encrypt(byte[] bytes, JsonNode json, byte[] content, Optional<String> fails) {
        CoseEncrypt message = CoseEncrypt.parse(bytes, CoseProfile.GENERIC);
        for (RecipientKey key : keys(json)) {
            opened(CIPHERS.open(message, key, external(json), Optional.empty()), content, fails);
        }
        countersigned(message.headers(), Countersignature.Target.of(message, Optional.empty()), json);
        return message.encode();
    }

    private static void opened(Opened opened, byte[] content, Optional<String> fails) {
        if (fails.isPresent()) {
            assertThat(((Opened.Refused) opened).reason()).isEqualTo(reason(fails.get(), Reason.CIPHERTEXT_WRONG));
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
                text(unsent, "apu_id"), text(unsent, "apv_id"), text(unsent, "pub_other"), text(unsent, "priv_other"));
    }

    private static Optional<byte[]> text(JsonNode json, String name) {
        return json.has(name)
                ? Optional.of(json.get(name).asString().getBytes(StandardCharsets.UTF_8))
                : Optional.empty();
    }
}
