package dev.muster.format.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.ECPrivateKeySpec;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CryptoTest {
    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @Test
    void everyProviderAloneVerifiesTheKnownAnswerOfRfc6979() {
        // RFC 6979 §A.2.5, P-256 with SHA-256 over "sample".
        var key = Curve.P256.publicKey(
                hex("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"),
                hex("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"));
        byte[] signature = hex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
        byte[] message = "sample".getBytes(StandardCharsets.UTF_8);
        for (Provider provider : Crypto.standard().providers()) {
            if (provider.getService("Signature", "SHA256withECDSA") != null) {
                Crypto alone = Crypto.of(List.of(provider));
                assertThat(alone.verify(SignatureScheme.ECDSA_P256_SHA256, key, message, signature))
                        .as(provider.getName())
                        .isTrue();
                signature[5] ^= 1;
                assertThat(alone.verify(SignatureScheme.ECDSA_P256_SHA256, key, message, signature))
                        .as(provider.getName())
                        .isFalse();
                signature[5] ^= 1;
            }
        }
    }

    /** RFC 6979 §A.2.5, whose signatures follow from key and message. */
    @Test
    void whatIsSignedRepeatablyIsAsTheRfcSays() throws Exception {
        var key = KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(
                        new BigInteger("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721", 16),
                        Curve.P256.spec()));
        assertThat(Crypto.standard().signRepeatably(SignatureScheme.ECDSA_P256_SHA256, key, message("sample")))
                .isEqualTo(hex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                        + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"));
        assertThat(Crypto.standard().signRepeatably(SignatureScheme.ECDSA_P256_SHA256, key, message("test")))
                .isEqualTo(hex("f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
                        + "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"));
    }

    /** Without a provider that can, a signature is another one each time, and holds. */
    @Test
    void aPlainJdkSignsToo() {
        KeyPair pair = Keys.generate(SignatureScheme.ECDSA_P256_SHA256, new SecureRandom());
        Crypto plain = Crypto.of(Providers.jdk());
        byte[] signature = plain.signRepeatably(SignatureScheme.ECDSA_P256_SHA256, pair.getPrivate(), message("x"));
        assertThat(plain.verify(SignatureScheme.ECDSA_P256_SHA256, pair.getPublic(), message("x"), signature))
                .isTrue();
    }

    private static byte[] message(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aPointOffTheCurveIsRefused() {
        assertThatThrownBy(() -> Curve.P256.publicKey(new byte[32], new byte[32]))
                .isInstanceOf(CryptoException.class)
                .hasMessageContaining("not on secp256r1");
    }

    @Test
    void encodedKeysAreReadBack() {
        for (SignatureScheme scheme : SignatureScheme.values()) {
            // An RSA key does not say which hash it is for.
            if (scheme == SignatureScheme.HSS_LMS || scheme.pss()) {
                continue;
            }
            KeyPair pair = Keys.generate(scheme, new SecureRandom());
            assertThat(Keys.publicKey(pair.getPublic().getEncoded())).isEqualTo(pair.getPublic());
            assertThat(Keys.scheme(Keys.privateKey(pair.getPrivate().getEncoded())))
                    .get()
                    .returns(scheme.keyJca(), SignatureScheme::keyJca);
        }
    }

    @Test
    void pemIsReadBackAndTextAroundItIsPassedOver() {
        Pem pem = new Pem("CERTIFICATE", new byte[100]);
        List<Pem> found = Pem.parse("subject=x\n" + pem.encode() + "\r\n" + new Pem("X", new byte[1]).encode());
        assertThat(found).extracting(Pem::label).containsExactly("CERTIFICATE", "X");
        assertThat(found.getFirst().content()).isEqualTo(new byte[100]);
        assertThatThrownBy(() -> Pem.parse("-----BEGIN A-----\nAAAA\n-----END B-----"))
                .isInstanceOf(PemException.class)
                .hasMessageContaining("no end");
        assertThatThrownBy(() -> Pem.parse("-----BEGIN A-----END A-----"))
                .isInstanceOf(PemException.class)
                .hasMessageContaining("no end");
        assertThat(Pem.parse("-----BEGIN A----------END A-----").getFirst().content())
                .isEmpty();
        assertThatThrownBy(() -> Pem.parse("-----BEGIN A-----\n*\n-----END A-----"))
                .isInstanceOf(PemException.class)
                .hasMessageContaining("base64");
    }

    @Test
    void theFixedOrderChoosesTheFirstThatKnowsTheAnswer() {
        Crypto all = Crypto.standard();
        assertThat(all.provider(SignatureScheme.ML_DSA_44).getName()).isEqualTo("SUN");
        List<String> names = all.providers().stream().map(Provider::getName).toList();
        assertThat(names).contains("BC", "SunEC");
        assertThat(all.provider(SignatureScheme.ECDSA_P256_SHA256).getName()).isEqualTo(names.getFirst());
        Crypto plain = Crypto.of(Providers.jdk());
        assertThat(plain.provider(SignatureScheme.ECDSA_P256_SHA256).getName()).isEqualTo("SunEC");
        for (SignatureScheme scheme : SignatureScheme.values()) {
            if (scheme != SignatureScheme.HSS_LMS) {
                assertThat(plain.provider(scheme)).as(scheme.name()).isNotNull();
            }
        }
        assertThat(all.provider(SignatureScheme.HSS_LMS)).isNotNull();
    }

    /** A provider that says yes to everything, as a broken native library might. */
    public static final class Agreeable extends Provider {
        private static final long serialVersionUID = 1L;

        public Agreeable() {
            super("Agreeable", "1", "accepts every signature");
            put("Signature.SHA256withECDSA", Yes.class.getName());
        }

        public static final class Yes extends java.security.SignatureSpi {
            @Override
            protected void engineInitVerify(java.security.PublicKey key) {}

            @Override
            protected void engineInitSign(java.security.PrivateKey key) {}

            @Override
            protected void engineUpdate(byte b) {}

            @Override
            protected void engineUpdate(byte[] b, int from, int length) {}

            @Override
            protected byte[] engineSign() {
                return new byte[0];
            }

            @Override
            protected boolean engineVerify(byte[] signature) {
                return true;
            }

            @Override
            @Deprecated
            protected void engineSetParameter(String name, Object value) {}

            @Override
            @Deprecated
            protected Object engineGetParameter(String name) {
                throw new IllegalArgumentException(name);
            }
        }
    }

    @Test
    void aProviderThatAcceptsEverythingIsNotChosen() {
        List<Provider> providers = new java.util.ArrayList<>(List.of(new Agreeable()));
        providers.addAll(Providers.jdk());
        Crypto crypto = Crypto.of(providers);
        assertThat(crypto.provider(SignatureScheme.ECDSA_P256_SHA256).getName()).isEqualTo("SunEC");
        assertThat(crypto.table(Duration.ZERO))
                .filteredOn(row -> row.provider().getName().equals("Agreeable"))
                .singleElement()
                .returns(false, ProviderChoice::knownAnswer);
    }

    @Test
    void aMachineWhoseProvidersKnowNoAnswerIsNoticedAtOnce() {
        assertThat(Crypto.standard().unanswered()).doesNotContain(SignatureScheme.ECDSA_P256_SHA256);
        assertThat(Crypto.of(List.of()).unanswered()).contains(SignatureScheme.values());
    }

    @Test
    void theTableHasOneChosenProviderForEachMeasuredScheme() {
        List<ProviderChoice> rows = Crypto.standard().table(Duration.ofMillis(50));
        assertThat(rows).filteredOn(ProviderChoice::chosen).hasSize(4);
        assertThat(rows).allMatch(ProviderChoice::knownAnswer);
        Crypto measured = Crypto.measured(Duration.ofMillis(50));
        assertThat(measured.provider(SignatureScheme.ECDSA_P521_SHA512))
                .isEqualTo(Crypto.standard().provider(SignatureScheme.ECDSA_P521_SHA512));
    }

    /** What a device uses: others only for what the JDK has not. */
    @Test
    void withTheJdkFirstOthersServeOnlyWhatItHasNot() {
        Crypto small = Crypto.jdkFirst();
        for (SignatureScheme scheme : SignatureScheme.values()) {
            Provider provider = small.provider(scheme);
            assertThat(provider).as(scheme.toString()).isNotNull();
            boolean jdk = Providers.jdk().stream().anyMatch(one -> one.getService("Signature", scheme.jca()) != null);
            assertThat(Providers.jdk().contains(provider)).as(scheme.toString()).isEqualTo(jdk);
        }
        assertThat(small.signing("SHA256withECDSA")).isIn(Providers.jdk());
        assertThat(small.signing("LMS")).isNotNull().isNotIn(Providers.jdk());
        assertThat(small.providers())
                .containsAll(Providers.jdk())
                .hasSizeGreaterThan(Providers.jdk().size());
    }
}
