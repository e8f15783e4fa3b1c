package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.update.ReleaseKeys;
import dev.muster.core.update.ReleaseReading;
import dev.muster.core.update.Releases;
import dev.muster.core.update.RolloutPlan;
import dev.muster.core.update.RolloutState;
import dev.muster.core.update.Rollouts;
import dev.muster.core.update.SignerMay;
import dev.muster.core.update.UpdateStore;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.update.suit.ArtifactUri;
import dev.muster.format.update.suit.ClassIds;
import dev.muster.format.update.suit.CodePoints;
import dev.muster.format.update.suit.Command;
import dev.muster.format.update.suit.Command.Act;
import dev.muster.format.update.suit.Command.Action;
import dev.muster.format.update.suit.Command.Check;
import dev.muster.format.update.suit.Command.Condition;
import dev.muster.format.update.suit.CommandSequence;
import dev.muster.format.update.suit.ComponentId;
import dev.muster.format.update.suit.EnvelopeBuilder;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.Parameter;
import dev.muster.format.update.suit.SuitDigest;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a release needs to be published besides its bytes: enough signers, within their rights, and a clean manifest. */
class ReleaseKeysContractTest {
    private static final KeyPair SECOND = Keys.generateP256(new SecureRandom());

    private static void assertRefused(Releases.Answer answer, String code) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Releases.Answer.Refused.class,
                        refused -> assertThat(refused.refusal().reason()).isEqualTo(code));
    }

    private static String thumbprint(KeyPair pair) {
        return HexFormat.of().formatHex(CoseKey.of(pair.getPublic()).thumbprint());
    }

    /** Fetches and never compares what it fetched with its digest. */
    private static byte[] careless(long sequence) {
        byte[] vendor = ClassIds.vendor("acme.example");
        byte[] image = Shop.image(sequence);
        CommandSequence shared = CommandSequence.of(
                new Command.OverrideParameters(List.of(
                        new Parameter.VendorId(vendor),
                        new Parameter.ClassId(ClassIds.deviceClass(vendor, "cam")),
                        new Parameter.ImageDigest(SuitDigest.sha256(image)))),
                new Check(Condition.VENDOR_ID, 15),
                new Check(Condition.CLASS_ID, 15));
        CommandSequence install = CommandSequence.of(
                new Command.OverrideParameters(List.of(new Parameter.Uri(
                        ArtifactUri.of(SuitDigest.sha256(image).value())))),
                new Act(Action.FETCH, 2));
        Manifest manifest = new Manifest(
                sequence,
                Optional.empty(),
                List.of(ComponentId.of("image")),
                Optional.of(shared),
                new TreeMap<>(Map.of(CodePoints.INSTALL, install)),
                new TreeMap<>(),
                new TreeSet<>());
        return EnvelopeBuilder.of(manifest).sign(Shop.key(Shop.MAKER));
    }

    @BothDatabases
    void whatTheAnalysisFindsBlocksUntilSomebodySaysWhyNot(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.accept(Shop.MAKER);
            Releases.Wanted named = new Releases.Wanted(Shop.PRODUCT, "2.0", "");
            Releases.Answer refused = shop.publish(careless(2), named);
            assertRefused(refused, "manifest-findings");
            assertThat(((Releases.Answer.Refused) refused).refusal().detail()).contains("written-not-verified");
            shop.publish(careless(2), new Releases.Wanted(Shop.PRODUCT, "2.0", "the bootloader compares it"));
            assertThat(shop.<Boolean>read(known -> known.release("cam-2.0").orElseThrow().analysis().stream()
                            .allMatch(analysed -> analysed.waiver().equals("the bootloader compares it")
                                    && analysed.findings().getFirst().startsWith("written-not-verified"))))
                    .isTrue();
            shop.publish(Shop.envelope(3, "3.0").sign(Shop.key(Shop.MAKER)), "nothing to waive");
            assertThat(shop.<Boolean>read(known -> known.release("cam-3.0").orElseThrow().analysis().stream()
                            .allMatch(analysed -> analysed.findings().isEmpty()
                                    && analysed.waiver().isEmpty())))
                    .isTrue();
        }
    }

    @BothDatabases
    void anOlderVersionNeedsASignerWhoMayDowngrade(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.release(1);
            shop.release(2);
            byte[] back = Shop.envelope(3, "1.0").sign(Shop.key(Shop.MAKER));
            assertRefused(shop.publish(back), "downgrade-not-authorised");
            shop.accept(Shop.MAKER, new SignerMay(true, List.of(), List.of(), List.of()));
            assertThat(shop.publish(back))
                    .isInstanceOfSatisfying(
                            Releases.Answer.Published.class,
                            published -> assertThat(published.id()).isEqualTo("cam-1.0-s3"));
            // The device that is brought back shows 1.0 and is counted for the newer of the two.
            var device = shop.device("cam-1", "1.0");
            assertThat(shop.<String>read(
                            known -> known.attestedRelease(device).orElseThrow().id()))
                    .isEqualTo("cam-1.0-s3");
        }
    }

    @BothDatabases
    void enoughDifferentKeysSign(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.accept(Shop.MAKER);
            shop.accept(SECOND);
            assertThat(need(shop, 3)).isInstanceOf(ReleaseKeys.Answer.Refused.class);
            assertThat(need(shop, 2)).isInstanceOf(ReleaseKeys.Answer.Needed.class);
            assertRefused(
                    shop.publish(Shop.envelope(2, "2.0").sign(Shop.key(Shop.MAKER), Shop.key(Shop.MAKER))),
                    "too-few-signers");
            assertThat(shop.publish(Shop.envelope(2, "2.0").sign(Shop.key(Shop.MAKER), Shop.key(SECOND))))
                    .isInstanceOfSatisfying(
                            Releases.Answer.Published.class,
                            published -> assertThat(published.event().signers().orElseThrow())
                                    .containsExactlyInAnyOrder(thumbprint(Shop.MAKER), thumbprint(SECOND)));
        }
    }

    private static ReleaseKeys.Answer need(Shop shop, int count) {
        return shop.run(known -> ReleaseKeys.need(Shop.PRODUCT, count, Shop.OPERATOR, known, shop.now));
    }

    @BothDatabases
    void aSignerStaysWithinItsComponentsWhateverIsWaived(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.accept(Shop.MAKER, new SignerMay(false, List.of("bootloader"), List.of(), List.of()));
            byte[] envelope = Shop.envelope(2, "2.0").sign(Shop.key(Shop.MAKER));
            assertRefused(shop.publish(envelope, "let it through"), "signer-exceeds-rights");
            shop.accept(Shop.MAKER, new SignerMay(false, List.of(), List.of(1L, 2L), List.of()));
            assertRefused(shop.publish(envelope), "signer-exceeds-rights");
            shop.accept(Shop.MAKER);
            assertThat(shop.publish(envelope)).isInstanceOf(Releases.Answer.Published.class);
        }
    }

    @BothDatabases
    void whatASignerMayIsJudgedAsItIsWhenItCounts(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.accept(Shop.MAKER);
            ReleaseReading reading = ReleaseReading.read(
                    Shop.envelope(2, "2.0").sign(Shop.key(Shop.MAKER)),
                    shop.<List<UpdateStore.Signer>>read(known -> known.signers(Shop.PRODUCT)));
            shop.accept(Shop.MAKER, new SignerMay(false, List.of("bootloader"), List.of(), List.of()));
            assertRefused(
                    shop.run(known -> Releases.publish(
                            new Releases.Wanted(Shop.PRODUCT, "", ""), reading, artifact -> true, known, shop.now)),
                    "signer-changed");
        }
    }

    @BothDatabases
    void aKeyTakesNoRolloutAlongThatItDidNotSign(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(2);
            String rollout = shop.start(shop.release(2), RolloutPlan.STANDARD);
            shop.accept(SECOND);
            need(shop, 2);
            ReleaseKeys.Answer answer = shop.run(known -> ReleaseKeys.revoke(
                    Shop.PRODUCT, thumbprint(SECOND), "nobody uses it", Shop.OPERATOR, known, shop.now));
            assertThat(((ReleaseKeys.Answer.Revoked) answer).stopped())
                    .as(rollout + " is the other key's")
                    .isEmpty();
        }
    }

    @BothDatabases
    void aRevokedKeyPublishesNothingAndItsRolloutStops(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(2);
            String release = shop.release(2);
            String rollout = shop.start(release, RolloutPlan.STANDARD);
            shop.advance(rollout);
            ReleaseKeys.Answer answer = shop.run(known -> ReleaseKeys.revoke(
                    Shop.PRODUCT, thumbprint(Shop.MAKER), "the laptop was stolen", Shop.OPERATOR, known, shop.now));
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            ReleaseKeys.Answer.Revoked.class,
                            revoked -> assertThat(revoked.stopped()).containsExactly(rollout));
            assertThat(shop.orders()).isEmpty();
            assertThat(shop.<RolloutState>read(
                            known -> known.rollout(rollout).orElseThrow().state()))
                    .isEqualTo(RolloutState.STOPPED);
            assertRefused(shop.publish(Shop.envelope(3, "3.0").sign(Shop.key(Shop.MAKER))), "signer-not-accepted");
            Rollouts.Answer again =
                    shop.run(known -> Rollouts.start(release, RolloutPlan.STANDARD, Shop.OPERATOR, known, shop.now));
            assertThat(again)
                    .isInstanceOfSatisfying(
                            Rollouts.Answer.Refused.class,
                            refused -> assertThat(refused.refusal().reason()).isEqualTo("signer-revoked"));
        }
    }

    /** Rotation: both sign while both are accepted, and what both signed outlives the old key. */
    @BothDatabases
    void whatTheNewKeySignedTooGoesOn(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.devices(2);
            shop.accept(Shop.MAKER);
            shop.accept(SECOND);
            shop.publish(Shop.envelope(2, "2.0").sign(Shop.key(Shop.MAKER), Shop.key(SECOND)));
            String rollout = shop.start("cam-2.0", RolloutPlan.STANDARD);
            ReleaseKeys.Answer answer = shop.run(known -> ReleaseKeys.revoke(
                    Shop.PRODUCT, thumbprint(Shop.MAKER), "rotation", Shop.OPERATOR, known, shop.now));
            assertThat(((ReleaseKeys.Answer.Revoked) answer).stopped()).isEmpty();
            assertThat(shop.<RolloutState>read(
                            known -> known.rollout(rollout).orElseThrow().state()))
                    .isEqualTo(RolloutState.RUNNING);
        }
    }
}
