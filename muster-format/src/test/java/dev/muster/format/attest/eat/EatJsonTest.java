package dev.muster.format.attest.eat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.testing.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens in JSON, the public examples among them. */
class EatJsonTest {
    private static ClaimsSet claims(String file) {
        return EatReader.parse(EatJson.toCbor(Vectors.bytes("eat/Example-Payloads/" + file + ".json")));
    }

    @Test
    void thePublicClaimsAreRead() {
        assertThat(claims("valid_results").debug()).contains(DebugStatus.DISABLED_SINCE_BOOT);
        assertThat(claims("graphics_ss").softwareName()).contains("Graphics OS");
        assertThat(claims("audio_ss").oemBoot()).contains(true);
        assertThat(claims("main_token_claims").submodules())
                .hasSize(2)
                .allSatisfy((name, one) -> assertThat(one).isInstanceOf(Submodule.Detached.class));
    }

    @Test
    void tokensInsideAreKept() {
        assertThat(claims("submods").submodules().get("Secure Element Eat")).isInstanceOf(Submodule.NestedToken.class);
        assertThat(claims("submods").submodules().get("Subsystem J")).isInstanceOf(Submodule.NestedJson.class);
    }

    /** A version that is no array (§4.2.7). */
    @Test
    void theExampleThatBreaksARuleIsRefused() {
        byte[] cbor = EatJson.toCbor(Vectors.bytes("eat/Example-Payloads/simple.json"));
        assertThatThrownBy(() -> EatReader.parse(cbor)).isInstanceOf(EatException.class);
    }

    /** The example's token is under a shared key (HS256), which is no evidence; its claims sets are those it names. */
    @Test
    void theBundleIsUnderASharedKeyAndRefused() {
        byte[] bundle = Vectors.bytes("eat/Example-Tokens/deb.json");
        assertThatThrownBy(() -> EatMessage.parse(EatMessage.BUNDLE_JSON, bundle))
                .isInstanceOf(EatException.class)
                .hasMessageContaining("HS256");
    }

    @Test
    void whatIsNoClaimIsRefusedWithItsPlace() {
        for (String text : List.of(
                "[]",
                "{\"eat_nonce\":1}",
                "{\"eat_nonce\":\"*\"}",
                "{\"dbgstat\":\"maybe\"}",
                "{\"uptime\":1.5}",
                "{\"submods\":{\"a\":[\"X\",\"y\"]}}",
                "{\"iat\":null}")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> EatJson.toCbor(bytes)).as(text).isInstanceOf(EatException.class);
        }
        byte[] token = new byte[64];
        Arrays.fill(token, (byte) '.');
        assertThatThrownBy(() -> Jws.parse(token)).isInstanceOf(EatException.class);
    }
}
