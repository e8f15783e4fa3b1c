package dev.muster.format.attest.eat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.Cbor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims in the forms that other writers of EAT have, in CBOR and JSON, and what breaks each. */
class ClaimsOfToolsTest {
    private static ClaimsSet json(String text) {
        return EatReader.parse(EatJson.toCbor(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ClaimsSet cbor(long claim, Cbor value) {
        return EatReader.parse(Cbor.map().put(claim, value).build().encoded());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello there",
                "2026-11-30T02:40:00Z",
                "a+b/c+d/e+f/",
                "{nonce:12}",
                "abcdefgh",
                "1234567890",
                "abcdefghijklm"
            })
    void aNonceInJsonMayBeAnyText(String nonce) {
        assertThat(json("{\"eat_nonce\": \"" + nonce + "\"}").nonces())
                .containsExactly(nonce.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aNonceInBase64UrlIsItsBytes() {
        byte[] nonce = "hello there".getBytes(StandardCharsets.UTF_8);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
        assertThat(json("{\"eat_nonce\": \"" + text + "\"}").nonces()).containsExactly(nonce);
        assertThat(json("{\"eat_nonce\": [\"" + text + "\", \"another one!\"]}").nonces())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"!\"", "\"\"", "17", "null", "[\"hello there\"]"})
    void anotherNonceIsNone(String nonce) {
        assertThatThrownBy(() -> json("{\"eat_nonce\": " + nonce + "}")).isInstanceOf(EatException.class);
    }

    @Test
    void timesMayHaveFractionsAndAreRoundedInwards() {
        assertThat(cbor(4, Cbor.of(1000.75)).times().expiresAt()).isEqualTo(OptionalLong.of(1000));
        assertThat(cbor(5, Cbor.of(1000.25)).times().notBefore()).isEqualTo(OptionalLong.of(1001));
        assertThat(json("{\"exp\": 1000.75}").times().expiresAt()).isEqualTo(OptionalLong.of(1000));
        assertThat(json("{\"nbf\": 1000.25}").times().notBefore()).isEqualTo(OptionalLong.of(1001));
    }

    @Test
    void timesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> cbor(6, Cbor.of(1000.5))).as("iat").isInstanceOf(EatException.class);
        assertThatThrownBy(() -> json("{\"iat\": 1000.5}")).hasMessageContaining("whole numbers");
        for (double time : new double[] {Double.NaN, -1.5, 1e300, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> cbor(4, Cbor.of(time))).hasMessageContaining("epoch seconds");
        }
        assertThatThrownBy(() -> cbor(4, Cbor.tag(1, Cbor.of(5)))).isInstanceOf(EatException.class);
        assertThatThrownBy(() -> json("{\"exp\": -1.5}")).hasMessageContaining("epoch seconds");
    }

    @ParameterizedTest
    @CsvSource({
        "RS256, of RSA",
        "PS256, of RSA",
        "PS512, of RSA",
        "HS256, not one of a public key",
        "none, not one of a public key",
        "ES256K, not one of a public key"
    })
    void algorithmsThatVerifyNothingHereAreNamed(String algorithm, String reason) {
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"alg\":\"" + algorithm + "\"}").getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Jws.parse((header + ".e30.AA").getBytes(StandardCharsets.US_ASCII)))
                .hasMessageContaining(algorithm)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "enabled, 0",
        "disabled, 1",
        "disabled-since-boot, 2",
        "disabled-permanently, 3",
        "disabled-fully-and-permanently, 4"
    })
    void debugStatesHaveNamesAndNumbers(String word, int number) {
        assertThat(json("{\"dbgstat\": \"" + word + "\"}").debug())
                .isEqualTo(cbor(263, Cbor.of(number)).debug())
                .isPresent();
        assertThatThrownBy(() -> json("{\"dbgstat\": " + number + "}")).isInstanceOf(EatException.class);
    }
}
