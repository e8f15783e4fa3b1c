package dev.muster.format.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.Verdict.Reason;
import dev.muster.format.crypto.ContentCipher;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Hpke;
import dev.muster.format.crypto.HpkeSuite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** COSE-HPKE against the test vectors of its draft and of RFC 9180, and what must not open. */
class HpkeTest {
    private static final byte[] NONE = {};
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final CoseCipher OFF = CoseCipher.of(Crypto.standard(), CoseProfile.STRICT);
    private static final Hpke.Psk PSK = new Hpke.Psk(
            text("Ennyn Durin aran Moria"), hex("0247fd33b913760fa1fa51e1892d9f307fbe65eb171e8132c2af18555a738b82"));

    record Vector(String name, CoseKey key, byte[] message) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Vector> draft() throws IOException {
        List<Vector> vectors = new ArrayList<>();
        CoseKey key = CoseKey.symmetric(new byte[16], Optional.empty());
        try (var in = HpkeTest.class.getResourceAsStream("cose-hpke.tsv")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String[] parts = line.split("\t", -1);
                if (parts[0].equals("key")) {
                    key = CoseKey.parse(hex(parts[1]));
                } else if (parts.length == 2) {
                    vectors.add(new Vector(parts[0], key, hex(parts[1])));
                }
            }
        }
        assertThat(vectors).hasSize(192);
        return vectors;
    }

    @ParameterizedTest
    @MethodSource("draft")
    void everyVectorOfTheDraftOpensUnderItsInputsAndUnderNoOther(Vector vector) {
        boolean external = vector.name.contains("external aad");
        byte[] aad = external ? text("external-aad") : NONE;
        HpkeContext context = new HpkeContext(
                vector.name.contains("external info") ? text("external-info") : NONE,
                vector.name.contains("external hpke aad") ? text("external-hpke-aad") : NONE,
                Optional.of(PSK));
        assertThat(opened(vector, context, aad)).isEqualTo(text("hpke test payload"));
        assertThat(open(vector.message, vector.key, context, external ? NONE : text("external-aad")))
                .isInstanceOf(Opened.Refused.class);
        HpkeContext other = new HpkeContext(text("other"), context.associated(), context.psk());
        assertThat(open(vector.message, vector.key, other, aad)).isInstanceOf(Opened.Refused.class);
        if (vector.name.contains("PSK")) {
            HpkeContext without = new HpkeContext(context.info(), context.associated(), Optional.empty());
            assertThat(((Opened.Refused) open(vector.message, vector.key, without, aad)).reason())
                    .isEqualTo(Reason.KEY_MISSING);
        }
    }

    private static byte[] opened(Vector vector, HpkeContext context, byte[] aad) {
        return switch (open(vector.message, vector.key, context, aad)) {
            case Opened.Content content -> content.plain();
            case Opened.Refused refused -> {
                // 56 vectors have an IV as long as the key where RFC 9053 §4.1 allows 96 bits for GCM.
                assertThat(refused.reason()).as(refused.detail()).isEqualTo(Reason.NONCE_MISSING);
                yield withLongIv(CoseEncrypt.parse(vector.message, CoseProfile.STRICT), vector.key, context, aad);
            }
        };
    }

    /** The content key that the recipient gives, used directly with the IV that is there. */
    private static byte[] withLongIv(CoseEncrypt message, CoseKey own, HpkeContext context, byte[] aad) {
        long algorithm = message.headers().alg().orElseThrow().asLong();
        var way = EncryptionAlgorithm.of(algorithm).orElseThrow().cipher();
        byte[] iv = message.headers().any(HeaderLabel.IV).orElseThrow().asBytes();
        assertThat(iv.length).isGreaterThan(way.nonceBytes());
        ContentKeys keys = new ContentKeys(
                Crypto.standard(), HeaderCheck.of(CoseProfile.STRICT), RecipientKey.of(own), Optional.of(context));
        var found = (ContentKeys.Found.Key)
                keys.find(message.recipients(), algorithm, way.keyBytes(), KeyOperation.DECRYPT);
        return new ContentCipher(way.transformation(), way.keyBytes(), iv.length, way.tagBytes())
                .decrypt(
                        Crypto.standard(),
                        found.key(),
                        iv,
                        CoseStructure.encryption("Encrypt", message.headers(), aad),
                        message.ciphertext().orElseThrow())
                .orElseThrow();
    }

    private static Opened open(byte[] message, CoseKey key, HpkeContext context, byte[] aad) {
        CoseCipher cipher = OFF.draftHpke(context);
        return switch (CoseMessage.parse(message, CoseProfile.STRICT)) {
            case CoseEncrypt0 one -> cipher.open(one, key, aad, Optional.empty());
            case CoseEncrypt many -> cipher.open(many, RecipientKey.of(key), aad, Optional.empty());
            default -> throw new AssertionError("another kind of message");
        };
    }

    /** RFC 9180 appendix A: sequence number 0 of sections 1.1, 1.2 (with a pre-shared key), 2.1 and 3.1. */
    @ParameterizedTest
    @CsvSource({
        "X25519_SHA256_A128GCM, false, 4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8,"
                + " 37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431,"
                + " f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a",
        "X25519_SHA256_A128GCM, true, c5eb01eb457fe6c6f57577c5413b931550a162c71a03ac8d196babbd4e5ce0fd,"
                + " 0ad0950d9fb9588e59690b74f1237ecdf1d775cd60be2eca57af5a4b0471c91b,"
                + " e52c6fed7f758d0cf7145689f21bc1be6ec9ea097fef4e959440012f4feb73fb611b946199e681f4cfc34db8ea",
        "X25519_SHA256_CHACHA20_POLY1305, false, 8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb,"
                + " 1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a,"
                + " 1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
        "P256_SHA256_A128GCM, false, f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2,"
                + " 04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac9"
                + "8536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4,"
                + " 5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434"
    })
    void everyVectorOfTheRfcOpens(HpkeSuite suite, boolean psk, String key, String encapsulated, String ciphertext) {
        byte[] info = text("Ode on a Grecian Urn");
        byte[] aad = text("Count-0");
        Optional<Hpke.Psk> shared = psk ? Optional.of(PSK) : Optional.empty();
        assertThat(Hpke.open(suite, hex(key), hex(encapsulated), info, aad, shared, hex(ciphertext)))
                .hasValue(text("Beauty is truth, truth beauty"));
        assertThat(Hpke.open(suite, hex(key), hex(encapsulated), info, NONE, shared, hex(ciphertext)))
                .isEmpty();
    }

    private static CoseKey key(HpkeAlgorithm algorithm) throws IOException {
        return draft().stream()
                .map(Vector::key)
                .filter(key -> algorithm.fits(key, true))
                .findFirst()
                .orElseThrow();
    }

    private static CoseKey publicPart(CoseKey key) {
        var map = Cbor.map();
        key.map().entries().stream()
                .filter(entry -> !entry.key().equals(Cbor.of(CoseKey.D)))
                .forEach(entry -> map.put(entry.key(), entry.value()));
        return new CoseKey(map.build());
    }

    private static byte[] sealed(HpkeAlgorithm algorithm, CoseKey to, HpkeContext context) {
        CoseCipher cipher = OFF.draftHpke(context);
        if (algorithm.integrated()) {
            return cipher.seal(CborMap.EMPTY, text("content"), NONE, algorithm, to)
                    .encode();
        }
        EncryptionAlgorithm content = EncryptionAlgorithm.A256GCM;
        NewKey key = NewKey.draftHpke(algorithm, to, context, content.id(), 32, RANDOM);
        return cipher.seal(CborMap.EMPTY, text("content"), NONE, content, key, new byte[12])
                .encode();
    }

    @ParameterizedTest
    @EnumSource(HpkeAlgorithm.class)
    void everyAlgorithmOpensWhatItSealedAndIsRefusedUnlessSwitchedOn(HpkeAlgorithm algorithm) throws IOException {
        CoseKey key = key(algorithm);
        HpkeContext context = new HpkeContext(text("info"), text("aad"), Optional.of(PSK));
        for (HpkeContext each : List.of(HpkeContext.NONE, context)) {
            byte[] message = sealed(algorithm, publicPart(key), each);
            assertThat(open(message, key, each, NONE))
                    .isInstanceOfSatisfying(
                            Opened.Content.class,
                            opened -> assertThat(opened.plain()).isEqualTo(text("content")));
            Opened off = switch (CoseMessage.parse(message, CoseProfile.STRICT)) {
                case CoseEncrypt0 one -> OFF.open(one, key, NONE, Optional.empty());
                case CoseEncrypt many -> OFF.open(many, RecipientKey.of(key), NONE, Optional.empty());
                default -> throw new AssertionError("another kind of message");
            };
            assertThat(off)
                    .isEqualTo(new Opened.Refused(
                            Reason.ALG_NOT_ALLOWED,
                            algorithm + " is of a draft (draft-ietf-cose-hpke) and is not switched on"));
        }
        if (algorithm.integrated()) {
            assertThatThrownBy(() -> OFF.seal(CborMap.EMPTY, NONE, NONE, algorithm, publicPart(key)))
                    .isInstanceOf(CryptoException.class)
                    .hasMessageContaining("not switched on");
        }
    }

    @ParameterizedTest
    @EnumSource(HpkeAlgorithm.class)
    void noChangedBitAndNoShorterMessageOpens(HpkeAlgorithm algorithm) throws IOException {
        CoseKey key = key(algorithm);
        byte[] message = sealed(algorithm, publicPart(key), HpkeContext.NONE);
        // Every byte of the structure and a sample of the rest: each trial on a curve takes milliseconds.
        for (int i = 0; i < message.length; i += i < 12 ? 1 : 13) {
            byte[] changed = message.clone();
            changed[i] ^= 4;
            assertThat(opens(changed, key)).as("bit of byte %d", i).isFalse();
        }
    }

    private static boolean opens(byte[] message, CoseKey key) {
        try {
            return open(message, key, HpkeContext.NONE, NONE) instanceof Opened.Content;
        } catch (dev.muster.format.MalformedException | AssertionError refused) {
            return false;
        }
    }

    @Test
    void encapsulatedKeyIsAsLongAsTheCurveSaysAndAPointOfIt() throws IOException {
        CoseKey key = key(HpkeAlgorithm.HPKE_0);
        CoseEncrypt0 good =
                CoseEncrypt0.parse(sealed(HpkeAlgorithm.HPKE_0, publicPart(key), HpkeContext.NONE), CoseProfile.STRICT);
        byte[] ek = good.headers().unprotected().require(HeaderLabel.EK).asBytes();
        byte[] compressed = java.util.Arrays.copyOf(ek, 33);
        compressed[0] = 2;
        byte[] off = ek.clone();
        off[64] ^= 1;
        for (byte[] wrong :
                List.of(NONE, new byte[1], new byte[65], java.util.Arrays.copyOf(ek, 64), compressed, off)) {
            assertThat(reason(with(good, Cbor.map().put(HeaderLabel.EK, wrong).build()), key))
                    .isEqualTo(Reason.CIPHERTEXT_WRONG);
        }
        assertThat(reason(with(good, CborMap.EMPTY), key)).isEqualTo(Reason.KEY_MISSING);
        CborMap psk = Cbor.map()
                .put(HeaderLabel.EK, ek)
                .put(HeaderLabel.PSK_ID, PSK.id())
                .build();
        assertThat(reason(with(good, psk), key)).isEqualTo(Reason.KEY_WRONG);
    }

    @Test
    void x25519RefusesAPointThatGivesTheZeroSecret() throws IOException {
        CoseKey key = key(HpkeAlgorithm.HPKE_3);
        CoseEncrypt0 good =
                CoseEncrypt0.parse(sealed(HpkeAlgorithm.HPKE_3, publicPart(key), HpkeContext.NONE), CoseProfile.STRICT);
        CborMap zero = Cbor.map().put(HeaderLabel.EK, new byte[32]).build();
        assertThat(reason(with(good, zero), key)).isEqualTo(Reason.CIPHERTEXT_WRONG);
    }

    @Test
    void keyIsOnlyUsedForItsOwnAlgorithmCurveAndOperation() throws IOException {
        CoseKey key = key(HpkeAlgorithm.HPKE_0);
        byte[] message = sealed(HpkeAlgorithm.HPKE_0, publicPart(key), HpkeContext.NONE);
        CoseEncrypt0 good = CoseEncrypt0.parse(message, CoseProfile.STRICT);
        for (HpkeAlgorithm other : List.of(HpkeAlgorithm.HPKE_1, HpkeAlgorithm.HPKE_7, HpkeAlgorithm.HPKE_0_KE)) {
            assertThat(reason(good, key(other))).as("%s", other).isEqualTo(Reason.ALG_KEY_MISMATCH);
        }
        CoseKey derive = new CoseKey(Cbor.map()
                .putAll(key.map())
                .put(CoseKey.KEY_OPS, Cbor.array(List.of(Cbor.of(8))))
                .build());
        CoseKey sign = new CoseKey(Cbor.map()
                .putAll(key.map())
                .put(CoseKey.KEY_OPS, Cbor.array(List.of(Cbor.of(1))))
                .build());
        assertThat(open(message, derive, HpkeContext.NONE, NONE)).isInstanceOf(Opened.Content.class);
        assertThat(reason(good, sign)).isEqualTo(Reason.ALG_KEY_MISMATCH);
        assertThatThrownBy(() -> sealed(HpkeAlgorithm.HPKE_0, derive, HpkeContext.NONE))
                .isInstanceOf(CryptoException.class);
    }

    /** The attack that Recipient_structure is there for: the content algorithm is swapped under the same recipient. */
    @Test
    void contentAlgorithmIsBoundToTheWrappedKey() throws IOException {
        CoseKey key = key(HpkeAlgorithm.HPKE_0_KE);
        CoseEncrypt good = CoseEncrypt.parse(
                sealed(HpkeAlgorithm.HPKE_0_KE, publicPart(key), HpkeContext.NONE), CoseProfile.STRICT);
        CborMap chacha = Cbor.map()
                .put(HeaderLabel.ALG, EncryptionAlgorithm.CHACHA20_POLY1305.id())
                .build();
        CoseEncrypt swapped = new CoseEncrypt(
                CoseHeaders.of(chacha, good.headers().unprotected()), good.ciphertext(), good.recipients());
        Opened opened = OFF.draftHpke(HpkeContext.NONE).open(swapped, RecipientKey.of(key), NONE, Optional.empty());
        assertThat(((Opened.Refused) opened).detail()).isEqualTo("ciphertext does not open under the given key");
    }

    @Test
    void modesAreNotInterchangeable() throws IOException {
        CoseKey key = key(HpkeAlgorithm.HPKE_0_KE);
        CborMap protectedMap =
                Cbor.map().put(HeaderLabel.ALG, HpkeAlgorithm.HPKE_0_KE.id()).build();
        CoseEncrypt0 content = new CoseEncrypt0(CoseHeaders.of(protectedMap, CborMap.EMPTY), Optional.of(NONE));
        assertThat(reason(content, key)).isEqualTo(Reason.ALG_NOT_ALLOWED);
        CborMap bare =
                Cbor.map().put(HeaderLabel.ALG, HpkeAlgorithm.HPKE_0.id()).build();
        assertThat(reason(new CoseEncrypt0(CoseHeaders.of(CborMap.EMPTY, bare), Optional.of(NONE)), key))
                .isEqualTo(Reason.ALG_UNPROTECTED);
        CoseEncrypt recipients = new CoseEncrypt(CoseHeaders.of(bare, CborMap.EMPTY), Optional.of(NONE), List.of());
        Opened opened = OFF.draftHpke(HpkeContext.NONE).open(recipients, RecipientKey.of(key), NONE, Optional.empty());
        assertThat(((Opened.Refused) opened).reason()).isEqualTo(Reason.ALG_NOT_ALLOWED);
        assertThatThrownBy(() -> new Hpke.Psk(PSK.id(), new byte[31])).isInstanceOf(CryptoException.class);
    }

    private static CoseEncrypt0 with(CoseEncrypt0 message, CborMap unprotected) {
        return new CoseEncrypt0(CoseHeaders.of(message.headers().protectedMap(), unprotected), message.ciphertext());
    }

    private static Reason reason(CoseEncrypt0 message, CoseKey key) {
        Opened opened = OFF.draftHpke(HpkeContext.NONE).open(message, key, NONE, Optional.empty());
        return ((Opened.Refused) opened).reason();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
