package dev.muster.format.update.suit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseEncrypt;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.crypto.CounterMode;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a maker encrypts to a key opens with it, whole and piece by piece, and with no other. */
class SealedPayloadTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] IMAGE = bytes(70_001);
    private static final CoseKey PAIR = CoseKey.agreement(Keys.generateP256(RANDOM));

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static CoseKey shared(int length) {
        return CoseKey.symmetric(bytes(length), Optional.empty());
    }

    private static void opens(SealedPayload sealed, CoseKey key) {
        PayloadCipher cipher = new PayloadCipher(List.of(key));
        assertThat(cipher.open(sealed.info(), sealed.ciphertext())).isEqualTo(IMAGE);
        byte[] pieces = sealed.ciphertext().clone();
        CounterMode opener = cipher.stream(sealed.info()).orElseThrow();
        for (int at = 0; at < pieces.length; at += 777) {
            opener.apply(at, pieces, at, Math.min(777, pieces.length - at));
        }
        assertThat(pieces).isEqualTo(IMAGE);
    }

    @Test
    void everyRecipientOpensItAndNobodyElse() {
        List<CoseKey> readers = List.of(PAIR, shared(16), shared(24), shared(32));
        SealedPayload sealed = SealedPayload.seal(
                IMAGE, readers.stream().map(SealedPayloadTest::open).toList(), RANDOM);
        assertThat(sealed.ciphertext()).hasSameSizeAs(IMAGE).isNotEqualTo(IMAGE);
        readers.forEach(reader -> opens(sealed, reader));
        for (CoseKey other : List.of(
                CoseKey.agreement(Keys.generateP256(RANDOM)), CoseKey.symmetric(new byte[16], Optional.empty()))) {
            PayloadCipher cipher = new PayloadCipher(List.of(other));
            assertThatThrownBy(() -> cipher.stream(sealed.info())).isInstanceOf(Device.Failed.class);
            assertThatThrownBy(() -> cipher.open(sealed.info(), sealed.ciphertext()))
                    .isInstanceOf(Device.Failed.class);
        }
    }

    private static CoseKey open(CoseKey key) {
        return key.isPrivate() ? key.publicHalf() : key;
    }

    /** Twice the same image is never twice the same key stream. */
    @Test
    void everyPayloadHasItsOwnKey() {
        SealedPayload one = SealedPayload.seal(IMAGE, List.of(PAIR.publicHalf()), RANDOM);
        SealedPayload two = SealedPayload.seal(IMAGE, List.of(PAIR.publicHalf()), RANDOM);
        assertThat(one.ciphertext()).isNotEqualTo(two.ciphertext());
        assertThat(one.info()).isNotEqualTo(two.info());
    }

    /** RFC 9052 §5.1, firmware-encryption-26 §6: tag 96, nothing protected, no ciphertext inside. */
    @Test
    void itsInfoHasTheFormOfTheDraft() {
        CoseEncrypt info = CoseEncrypt.parse(
                SealedPayload.seal(IMAGE, List.of(PAIR.publicHalf()), RANDOM).info(), CoseProfile.STRICT);
        assertThat(info.ciphertext()).isEmpty();
        assertThat(info.headers().protectedMap().size()).isZero();
        assertThat(info.headers().unprotected().require(1)).isEqualTo(Cbor.of(-65534));
        assertThat(info.recipients()).singleElement().satisfies(one -> {
            assertThat(one.headers().protectedMap().require(1)).isEqualTo(Cbor.of(-29));
            assertThat(one.headers().unprotected().require(4).asBytes()).isEqualTo(PAIR.thumbprint());
            assertThat(one.headers().unprotected().require(-1).asMap().has(-4)).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Ed25519 signs; secrets of no and of eight bytes; one that is for ES256; an unknown type.
                "a301012006215820d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "a10104",
                "a2010420480000000000000000",
                "a301040326205000000000000000000000000000000000",
                "a1010a"
            })
    void whatNoPayloadIsEncryptedToIsRefused(String hex) {
        byte[] key = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> SealedPayload.seal(IMAGE, List.of(CoseKey.parse(key)), RANDOM))
                .isInstanceOfAny(IllegalArgumentException.class, MalformedException.class, CryptoException.class);
    }

    @Test
    void aDeviceNeedsThePrivateHalf() {
        PayloadCipher.requireOwn(PAIR);
        PayloadCipher.requireOwn(shared(16));
        assertThatThrownBy(() -> PayloadCipher.requireOwn(PAIR.publicHalf())).hasMessageContaining("public half");
        assertThatThrownBy(() -> PayloadCipher.requireOwn(shared(17))).hasMessageContaining("17 bytes");
        assertThatThrownBy(() -> SealedPayload.seal(IMAGE, List.of(), RANDOM)).hasMessageContaining("0 keys");
    }

    /** Over the end of the counter too (NIST SP 800-38A §B.1: modulo 2^128), from every place. */
    @Test
    void counterModeGoesOnFromEveryPlace() {
        byte[] last = new byte[16];
        Arrays.fill(last, (byte) 0xff);
        byte[] whole = new byte[100];
        new CounterMode(Crypto.standard(), bytes(16), last).apply(0, whole, 0, whole.length);
        for (int at = 0; at < whole.length; at++) {
            byte[] rest = new byte[whole.length - at];
            new CounterMode(Crypto.standard(), bytes(16), last).apply(at, rest, 0, rest.length);
            assertThat(rest).isEqualTo(Arrays.copyOfRange(whole, at, whole.length));
        }
        // F.5.1 of NIST SP 800-38A, first and last block.
        byte[] blocks = HexFormat.of()
                .parseHex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
                        + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");
        CounterMode counter = new CounterMode(
                Crypto.standard(),
                HexFormat.of().parseHex("2b7e151628aed2a6abf7158809cf4f3c"),
                HexFormat.of().parseHex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"));
        counter.apply(48, blocks, 48, 16);
        counter.apply(0, blocks, 0, 16);
        assertThat(HexFormat.of().formatHex(blocks))
                .startsWith("874d6191b620e3261bef6864990db6ce")
                .endsWith("1e031dda2fbe03d1792170a0f3009cee");
    }
}
