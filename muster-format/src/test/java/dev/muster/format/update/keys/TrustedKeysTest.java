package dev.muster.format.update.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseHeaders;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSign;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.update.keys.TrustedKeys.Following;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keys change only by the word of those that counted before, and of those that will. */
class TrustedKeysTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<KeyPair> PAIRS =
            Stream.generate(() -> Keys.generateP256(RANDOM)).limit(5).toList();

    private static ReleaseKeyList.Key key(int which) {
        return new ReleaseKeyList.Key(
                "signer " + which, CoseKey.of(PAIRS.get(which).getPublic()));
    }

    private static CoseSigner signer(int which) {
        return CoseSigner.of(CoseAlgorithm.ESP256, PAIRS.get(which).getPrivate(), Optional.empty());
    }

    private static ReleaseKeyList list(long epoch, int needed, int... keys) {
        return new ReleaseKeyList(
                "lamp",
                epoch,
                needed,
                IntStream.of(keys).mapToObj(TrustedKeysTest::key).toList());
    }

    private static SignedKeyList signed(ReleaseKeyList list, int... by) {
        SignedKeyList signed = SignedKeyList.sign(list, List.of(signer(by[0])));
        for (int i = 1; i < by.length; i++) {
            signed = signed.and(signer(by[i]));
        }
        return SignedKeyList.parse(signed.encode());
    }

    private static TrustedKeys made(int needed, int... keys) {
        return TrustedKeys.made(
                IntStream.of(keys)
                        .mapToObj(which -> VerificationKey.of(PAIRS.get(which).getPublic()))
                        .toList(),
                needed);
    }

    private static TrustedKeys followed(TrustedKeys now, SignedKeyList next) {
        return ((Following.Followed) now.follow(next, "lamp")).keys();
    }

    private static void refused(TrustedKeys now, SignedKeyList next, String reason) {
        assertThat(now.follow(next, "lamp"))
                .isInstanceOfSatisfying(
                        Following.Refused.class, no -> assertThat(no.reason()).isEqualTo(reason));
    }

    @Test
    void keysAreHandedOnFromEpochToEpoch() {
        TrustedKeys first = followed(made(1, 0), signed(list(1, 2, 0, 1, 2), 0, 1));
        assertThat(first.epoch()).isEqualTo(1);
        assertThat(first.needed()).isEqualTo(2);
        // Key 0 is lost: the two others take key 3 in its place.
        TrustedKeys second = followed(first, signed(list(2, 2, 1, 2, 3), 1, 2));
        assertThat(second.signers()).hasSize(3);
        refused(second, signed(list(3, 1, 0), 0), "too-few-signers");
    }

    @Test
    void whoIsTooFewNowChangesNothing() {
        TrustedKeys two = made(2, 0, 1, 2);
        refused(two, signed(list(1, 1, 3), 0, 3), "too-few-signers");
        // One who signs twice is one.
        refused(two, signed(list(1, 1, 3), 0, 0, 3), "too-few-signers");
        followed(two, signed(list(1, 1, 3), 0, 2, 3));
    }

    @Test
    void aListWhoseKeysNobodyShowedToHaveIsNotFollowed() {
        refused(made(1, 0), signed(list(1, 2, 0, 3), 0), "keys-not-shown");
        refused(made(1, 0), signed(list(1, 1, 4), 0), "keys-not-shown");
    }

    @Test
    void nothingIsSkippedRepeatedOrTakenFromAnotherProduct() {
        TrustedKeys one = followed(made(1, 0), signed(list(1, 1, 0), 0));
        refused(one, signed(list(1, 1, 0), 0), "epoch-not-next");
        refused(one, signed(list(3, 1, 0), 0), "epoch-not-next");
        ReleaseKeyList other = new ReleaseKeyList("lock", 2, 1, List.of(key(0)));
        refused(one, signed(other, 0), "other-product");
    }

    @Test
    void aKeyThatTheFactoryGaveTwiceCountsOnce() {
        assertThat(made(1, 0, 0).signers()).hasSize(1);
        assertThatThrownBy(() -> made(2, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysOfOtherKindsSignToo() throws GeneralSecurityException {
        KeyPair post = KeyPairGenerator.getInstance("ML-DSA-44").generateKeyPair();
        KeyPair edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        ReleaseKeyList list = new ReleaseKeyList(
                "lamp",
                1,
                2,
                List.of(
                        new ReleaseKeyList.Key("quantum", CoseKey.of(post.getPublic())),
                        new ReleaseKeyList.Key("edwards", CoseKey.of(edwards.getPublic()))));
        SignedKeyList next = SignedKeyList.sign(list, List.of(signer(0)))
                .and(CoseSigner.of(CoseAlgorithm.ML_DSA_44, post.getPrivate(), Optional.empty()))
                .and(CoseSigner.of(CoseAlgorithm.ED25519, edwards.getPrivate(), Optional.empty()));
        assertThat(followed(made(1, 0), SignedKeyList.parse(next.encode())).needed())
                .isEqualTo(2);
    }

    @Test
    void aSignatureOverSomethingElseIsNone() {
        SignedKeyList good = signed(list(1, 1, 3), 0, 3);
        byte[] payload = list(1, 1, 4).encode();
        CoseSign swapped = new CoseSign(
                good.message().headers(), Optional.of(payload), good.message().signatures());
        refused(made(1, 0), SignedKeyList.parse(swapped.encode()), "too-few-signers");
        // Whatever else the keys signed is no list.
        CoseSign other = CoseSign.sign(CoseHeaders.EMPTY, payload, new byte[0], List.of(signer(0)));
        assertThatThrownBy(() -> SignedKeyList.parse(other.encode()))
                .isInstanceOf(KeyListException.class)
                .hasMessageContaining("content type");
    }

    @Test
    void listsThatNobodyCouldLiveWithAreMalformed() {
        assertThatThrownBy(() -> list(1, 3, 0, 1)).hasMessageContaining("of 2 keys 3 cannot be needed");
        assertThatThrownBy(() -> list(1, 1, 0, 0)).hasMessageContaining("twice");
        assertThatThrownBy(() -> list(0, 1, 0)).hasMessageContaining("epochs");
        byte[] bare = Cbor.map().put(1, "lamp").put(2, 1).put(3, 1).build().encoded();
        assertThatThrownBy(() -> ReleaseKeyList.parse(bare)).isInstanceOf(KeyListException.class);
    }

    @Test
    void aSecretThatWasLeftInGoesNoFurther() {
        byte[] secret = Cbor.map()
                .putAll(key(0).key().map())
                .put(-4, new byte[32])
                .build()
                .encoded();
        ReleaseKeyList listed =
                new ReleaseKeyList("lamp", 1, 1, List.of(new ReleaseKeyList.Key("one", CoseKey.parse(secret))));
        assertThat(ReleaseKeyList.parse(listed.encode()).keys().getFirst().key())
                .isEqualTo(key(0).key());
    }

    @Test
    void moreSignaturesThanThereCanBeKeysAreNotTried() {
        SignedKeyList signed = SignedKeyList.sign(list(1, 1, 0), List.of(signer(0)));
        for (int i = 1; i < 2 * ReleaseKeyList.MOST_KEYS; i++) {
            signed = signed.and(signer(0));
        }
        followed(made(1, 0), SignedKeyList.parse(signed.encode()));
        byte[] more = signed.and(signer(0)).encode();
        assertThatThrownBy(() -> SignedKeyList.parse(more))
                .isInstanceOf(KeyListException.class)
                .hasMessageContaining("33 signatures");
    }
}
