package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.core.update.KeyLists;
import dev.muster.core.update.ReleaseKeys;
import dev.muster.core.update.Releases;
import dev.muster.core.update.RolloutPlan;
import dev.muster.core.update.RolloutState;
import dev.muster.core.update.SignerMay;
import dev.muster.core.update.UpdateStore;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.update.keys.ReleaseKeyList;
import dev.muster.format.update.keys.SignedKeyList;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a signed list of keys changes at the server: the same as on the devices, and rollouts that devices would refuse stop. */
class KeyListsContractTest {
    private static final KeyPair SECOND = Keys.generateP256(new SecureRandom());

    private static String thumbprint(KeyPair pair) {
        return HexFormat.of().formatHex(CoseKey.of(pair.getPublic()).thumbprint());
    }

    private static SignedKeyList list(long epoch, int needed, List<KeyPair> keys, KeyPair... by) {
        List<ReleaseKeyList.Key> listed = keys.stream()
                .map(pair -> new ReleaseKeyList.Key("acme", CoseKey.of(pair.getPublic())))
                .toList();
        List<CoseSigner> signers = Stream.of(by).map(Shop::key).toList();
        return SignedKeyList.sign(new ReleaseKeyList(Shop.PRODUCT.value(), epoch, needed, listed), signers);
    }

    private static KeyLists.Answer publish(Shop shop, SignedKeyList list) {
        return shop.run(known -> KeyLists.publish(list, Shop.OPERATOR, known, shop.now));
    }

    private static void refused(KeyLists.Answer answer, String reason) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        KeyLists.Answer.Refused.class,
                        no -> assertThat(no.refusal().reason()).isEqualTo(reason));
    }

    @BothDatabases
    void theListsKeysAreTheOnesThatSignAndOlderRolloutsStop(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(2);
            String rollout = shop.start(shop.release(1), RolloutPlan.STANDARD);
            SignedKeyList first = list(1, 2, List.of(Shop.MAKER, SECOND), Shop.MAKER, SECOND);
            assertThat(publish(shop, first)).isEqualTo(new KeyLists.Answer.Published(1, List.of(rollout)));
            assertThat(publish(shop, first)).isEqualTo(new KeyLists.Answer.Known(1));
            assertThat(shop.<Integer>read(known -> known.signersNeeded(Shop.PRODUCT)))
                    .isEqualTo(2);
            assertThat(shop.<RolloutState>read(
                            known -> known.rollout(rollout).orElseThrow().state()))
                    .isEqualTo(RolloutState.STOPPED);
            assertThat(shop.publish(Shop.envelope(2, "2.0").sign(Shop.key(Shop.MAKER))))
                    .isInstanceOf(Releases.Answer.Refused.class);
            // The first key is lost: the second one and a newcomer go on.
            SignedKeyList second = list(2, 1, List.of(SECOND), Shop.MAKER, SECOND);
            assertThat(publish(shop, second)).isInstanceOf(KeyLists.Answer.Published.class);
            assertThat(shop.<List<String>>read(known -> known.signers(Shop.PRODUCT).stream()
                            .map(UpdateStore.Signer::thumbprint)
                            .toList()))
                    .containsExactly(thumbprint(SECOND));
            assertThat(shop.database.<List<byte[]>>read(
                            tx -> SqlReleases.keyLists(tx, Shop.ORG.value(), Shop.PRODUCT, 1, 8)))
                    .containsExactly(second.encode());
        }
    }

    /** Whoever does not take a list up goes on by keys that were taken out: after a week somebody is told. */
    @BothDatabases
    void aListThatDevicesDoNotTakeUpIsNoticed(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(2);
            shop.device("never-seen", "");
            shop.accept(Shop.MAKER);
            publish(shop, list(1, 1, List.of(Shop.MAKER), Shop.MAKER));
            says(shop, "cam-000", 1);
            says(shop, "cam-001", 0);
            assertThat(uptake(shop)).containsExactly(new KeyUptake.Standing("cam", 1, Optional.of(shop.now), 1, 2));
            assertThat(notices(shop)).isEmpty();
            shop.later(KeyLists.UPTAKE.plusSeconds(1));
            assertThat(notices(shop))
                    .singleElement()
                    .asString()
                    .contains("1 of 2 devices of cam that say whom they obey do not obey its release keys of epoch 1");
            says(shop, "cam-001", 1);
            assertThat(notices(shop)).isEmpty();
            // The next list begins anew, and evidence that says nothing of keys changes nothing.
            publish(shop, list(2, 1, List.of(SECOND), Shop.MAKER, SECOND));
            says(shop, "cam-000", 2);
            shop.shows(new DeviceId("cam-000"), "1.0");
            assertThat(uptake(shop)).extracting(KeyUptake.Standing::obey).containsExactly(1);
            assertThat(notices(shop)).isEmpty();
            shop.becomes(new DeviceId("cam-001"), DeviceState.OPERATIONAL, DeviceState.RETIRED);
            shop.later(KeyLists.UPTAKE.plusSeconds(1));
            assertThat(notices(shop)).isEmpty();
        }
    }

    /** Agents of before there were epochs show evidence and say nothing of keys: nobody knows that they disobey. */
    @BothDatabases
    void whoNeverSaidWhomItObeysDoesNotCount(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(2);
            shop.accept(Shop.MAKER);
            publish(shop, list(1, 1, List.of(Shop.MAKER), Shop.MAKER));
            says(shop, "cam-000", 1);
            assertThat(uptake(shop)).containsExactly(new KeyUptake.Standing("cam", 1, Optional.of(shop.now), 1, 1));
            shop.later(KeyLists.UPTAKE.plusSeconds(1));
            assertThat(notices(shop)).isEmpty();
        }
    }

    private static void says(Shop shop, String device, long epoch) {
        shop.event(new DeviceId(device), new Shop.Told(new byte[0], epoch));
    }

    private static List<KeyUptake.Standing> uptake(Shop shop) {
        return shop.database.read(tx -> KeyUptake.of(tx, Shop.ORG.value(), 10));
    }

    private static List<Notice> notices(Shop shop) {
        return shop.database.read(tx -> KeyUptake.look(tx, Shop.ORG, shop.now));
    }

    @BothDatabases
    void aListThatDevicesWouldNotFollowIsNotPublished(Database database) {
        try (Shop shop = new Shop(database)) {
            refused(publish(shop, list(1, 1, List.of(SECOND), SECOND)), "no-signers");
            shop.accept(Shop.MAKER);
            refused(publish(shop, list(1, 1, List.of(SECOND), SECOND)), "too-few-signers");
            refused(publish(shop, list(1, 1, List.of(SECOND), Shop.MAKER)), "keys-not-shown");
            refused(publish(shop, list(2, 1, List.of(Shop.MAKER), Shop.MAKER)), "epoch-not-next");
            ReleaseKeyList other = new ReleaseKeyList(
                    "lock", 1, 1, List.of(new ReleaseKeyList.Key("acme", CoseKey.of(Shop.MAKER.getPublic()))));
            refused(publish(shop, SignedKeyList.sign(other, List.of(Shop.key(Shop.MAKER)))), "product-unknown");
        }
    }

    @BothDatabases
    void withAListKeysAreNoLongerChangedByHandButStillRevoked(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.accept(Shop.MAKER);
            publish(shop, list(1, 1, List.of(Shop.MAKER, SECOND), Shop.MAKER));
            KeyPair third = Keys.generateP256(new SecureRandom());
            ReleaseKeys.Answer added = shop.run(known -> ReleaseKeys.accept(
                    Shop.PRODUCT,
                    "acme",
                    CoseKey.of(third.getPublic()),
                    SignerMay.USUAL,
                    Shop.OPERATOR,
                    known,
                    shop.now));
            assertThat(added).isInstanceOfSatisfying(ReleaseKeys.Answer.Refused.class, no -> {
                assertThat(no.refusal().reason()).isEqualTo("keys-by-list");
                assertThat(no.refusal().kind()).isEqualTo(Kind.CONFLICT);
            });
            // A stolen key ends at once; the next list ends it on the devices.
            assertThat(shop.<ReleaseKeys.Answer>run(known -> ReleaseKeys.revoke(
                            Shop.PRODUCT, thumbprint(SECOND), "stolen", Shop.OPERATOR, known, shop.now)))
                    .isInstanceOf(ReleaseKeys.Answer.Revoked.class);
            assertThat(publish(shop, list(2, 1, List.of(Shop.MAKER), Shop.MAKER)))
                    .isInstanceOf(KeyLists.Answer.Published.class);
        }
    }
}
