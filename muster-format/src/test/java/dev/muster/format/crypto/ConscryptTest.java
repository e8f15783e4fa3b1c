package dev.muster.format.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Provider;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Conscrypt when it is on the class path and its native library loads. It is not among what Muster ships: where it runs,
 * Amazon's provider runs too and is as fast.
 */
class ConscryptTest {
    private static final byte[] MESSAGE = "sample".getBytes(StandardCharsets.UTF_8);

    @BeforeAll
    static void nativeLibraryIsForThisMachine() {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(machine.equals("Linux amd64"), "missing: Conscrypt for " + machine);
    }

    private static Provider conscrypt() {
        return Providers.present().stream()
                .filter(provider -> provider.getName().equals("Conscrypt"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itIsFoundAndComesAfterAmazonsAndBeforeTheOthers() {
        List<String> names =
                Crypto.standard().providers().stream().map(Provider::getName).toList();
        assertThat(names.indexOf("Conscrypt")).isLessThan(names.indexOf("BC")).isLessThan(names.indexOf("SunEC"));
        assertThat(names.getFirst()).isIn("AmazonCorrettoCryptoProvider", "Conscrypt");
    }

    @ParameterizedTest
    @EnumSource(
            value = SignatureScheme.class,
            names = {"ECDSA_P256_SHA256", "ECDSA_P384_SHA384", "ECDSA_P521_SHA512"})
    void itGivesTheKnownAnswersAndAgreesWithTheJdk(SignatureScheme scheme) {
        Provider provider = conscrypt();
        assertThat(KnownAnswers.correct(scheme, provider)).isTrue();
        Crypto alone = Crypto.of(List.of(provider));
        assertThat(alone.provider(scheme)).isSameAs(provider);
        Crypto jdk = Crypto.of(Providers.jdk());
        KeyPair pair = Keys.generate(scheme, new SecureRandom());
        byte[] signature = jdk.sign(scheme, pair.getPrivate(), MESSAGE);
        assertThat(alone.verify(scheme, pair.getPublic(), MESSAGE, signature)).isTrue();
        assertThat(alone.verify(scheme, alone.prepare(scheme, pair.getPublic()), MESSAGE, signature))
                .isTrue();
        assertThat(jdk.verify(scheme, pair.getPublic(), MESSAGE, alone.sign(scheme, pair.getPrivate(), MESSAGE)))
                .isTrue();
        signature[3] ^= 1;
        assertThat(alone.verify(scheme, pair.getPublic(), MESSAGE, signature)).isFalse();
    }

    @Test
    void everyShapeOfWrongSignatureIsFalse() {
        SignatureScheme scheme = SignatureScheme.ECDSA_P256_SHA256;
        Crypto alone = Crypto.of(List.of(conscrypt()));
        KeyPair pair = Keys.generateP256(new SecureRandom());
        byte[] ones = new byte[64];
        Arrays.fill(ones, (byte) 0xff);
        for (byte[] wrong : List.of(new byte[0], new byte[1], new byte[64], ones, new byte[65])) {
            assertThat(alone.verify(scheme, pair.getPublic(), MESSAGE, wrong)).isFalse();
        }
    }

    @Test
    void itIsAskedOnlyForWhatItHas() {
        Crypto alone = Crypto.of(List.of(conscrypt()));
        assertThat(alone.provider(SignatureScheme.HSS_LMS)).isNull();
        assertThat(alone.table(Duration.ofMillis(20)))
                .isNotEmpty()
                .allMatch(row -> row.provider().getName().equals("Conscrypt") && row.knownAnswer());
    }
}
