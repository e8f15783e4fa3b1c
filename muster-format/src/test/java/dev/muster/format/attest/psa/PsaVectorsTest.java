package dev.muster.format.attest.psa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.Vectors;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.Diagnostic;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseMac0;
import dev.muster.format.cose.CoseMacVerifier;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.crypto.Crypto;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The examples of RFC 9783 and those of the psatoken project. */
class PsaVectorsTest {
    private static byte[] item(String name) {
        return Diagnostic.parse(new String(Vectors.bytes("psa/" + name), StandardCharsets.UTF_8))
                .encoded();
    }

    private static CoseKey key() {
        JsonNode jwk = Vectors.json("psa/example/tfm-es-iak.json");
        Base64.Decoder base64 = Base64.getUrlDecoder();
        return CoseKey.parse(Cbor.map()
                .put(1, 2L)
                .put(-1, 1L)
                .put(-2, base64.decode(jwk.get("x").asString()))
                .put(-3, base64.decode(jwk.get("y").asString()))
                .build()
                .encoded());
    }

    @Test
    void theSignedExampleVerifiesWithItsKeyAndIsRead() {
        PsaMessage message = PsaMessage.parse(Vectors.bytes("psa/example/psa-sign1.cbor"));
        CoseSign1 signed = message.signed().orElseThrow();
        assertThat(CoseVerifier.strict().verify(signed, key()).valid()).isTrue();
        PsaToken token = message.token();
        assertThat(token.profile()).isEqualTo(PsaToken.TFM);
        assertThat(token.state()).isEqualTo(Lifecycle.SECURED);
        assertThat(token.software().getFirst().type()).contains("PRoT");
        assertThat(token.clientId()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void theMacExampleHoldsUnderItsSharedKeyAndIsNotTakenForSigned() {
        PsaMessage message = PsaMessage.parse(Vectors.bytes("psa/example/psa-mac0.cbor"));
        assertThat(message.signed()).isEmpty();
        CoseMac0 mac = ((PsaMessage.Protection.Authenticated) message.protection()).message();
        CoseMacVerifier verifier = CoseMacVerifier.of(Crypto.standard(), CoseProfile.STRICT);
        // The key of the file beside it, which folds its lines by RFC 8792.
        String folded = new String(Vectors.bytes("psa/example/tfm-hs-iak.json"), StandardCharsets.UTF_8);
        Matcher k = Pattern.compile("\"k\": \"([^\"]+)\"").matcher(folded.replaceAll("\\\\\\s+\\\\?", ""));
        assertThat(k.find()).isTrue();
        byte[] secret = Base64.getUrlDecoder().decode(k.group(1));
        assertThat(secret).hasSize(64);
        assertThat(verifier.verify(mac, CoseKey.symmetric(secret, Optional.empty()), new byte[0], Optional.empty())
                        .valid())
                .isTrue();
        secret[0] ^= 1;
        assertThat(verifier.verify(mac, CoseKey.symmetric(secret, Optional.empty()), new byte[0], Optional.empty())
                        .valid())
                .isFalse();
    }

    @Test
    void goodClaimsOfAllProfilesAreRead() {
        for (String name : List.of(
                "psatoken/cbor/P1ClaimsAll",
                "psatoken/cbor/P1ClaimsAllNoSwMeasurements",
                "psatoken/cbor/P1ClaimsMandatoryOnly",
                "psatoken/cbor/P1ClaimsMandatoryOnlyNoSwMeasurements",
                "psatoken/cbor/P2ClaimsAll",
                "psatoken/cbor/P2ClaimsMandatoryOnly")) {
            assertThat(PsaReader.parse(item(name + ".diag")).implementationId())
                    .as(name)
                    .hasSize(32);
        }
        assertThat(PsaReader.parse(item("example/psa-token.diag")).profile()).isEqualTo(PsaToken.TFM);
    }

    @Test
    void badClaimsAreRefused() {
        for (String name : List.of(
                "test/FAIL_ImplementationID_missing",
                "test/FAIL_ImplementationID_wrong_format",
                "test/FAIL_BootSeed_too_small",
                "test/FAIL_BootSeed_too_big",
                "test/FAIL_InstanceID_missing",
                "test/FAIL_InstanceID_wrong_format",
                "test/FAIL_SoftwareComponent_Measurement_missing",
                "psatoken/cbor/P1ClaimsMissingMandatoryNonce",
                "psatoken/cbor/P2ClaimsMissingMandatoryNonce",
                "psatoken/cbor/P2ClaimsInvalidMultiNonce")) {
            var claims = item(name + ".diag");
            assertThatThrownBy(() -> PsaReader.parse(claims)).as(name).isInstanceOf(PsaException.class);
        }
    }

    @Test
    void lifecyclesHaveTheirNames() {
        assertThat(Lifecycle.of(0x30ff).word()).isEqualTo("secured");
        assertThat(Lifecycle.of(0x4000)).isEqualTo(Lifecycle.NON_PSA_ROT_DEBUG);
        assertThatThrownBy(() -> Lifecycle.of(0x7000)).isInstanceOf(IllegalArgumentException.class);
    }
}
