package dev.muster.server.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.OrderDesk;
import dev.muster.core.devices.ProductId;
import dev.muster.core.update.EnvelopeNature;
import dev.muster.core.update.InstallReported;
import dev.muster.core.update.ReleaseKeys;
import dev.muster.core.update.ReleaseReading;
import dev.muster.core.update.Releases;
import dev.muster.core.update.Reports;
import dev.muster.core.update.SignerMay;
import dev.muster.core.update.UpdateStore;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.update.suit.Reason;
import dev.muster.format.update.suit.Replay;
import dev.muster.format.update.suit.Report;
import dev.muster.format.update.suit.SuitDigest;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** What may be published, and what reports are taken for, on both databases. */
class ReleaseContractTest {
    private static Releases.Wanted wanted(String version) {
        return new Releases.Wanted(Shop.PRODUCT, version, "");
    }

    private static void assertRefused(Releases.Answer answer, String code) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Releases.Answer.Refused.class,
                        refused -> assertThat(refused.refusal().reason()).isEqualTo(code));
    }

    @BothDatabases
    void aSignedReleaseIsPublishedOnce(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.accept(Shop.MAKER);
            byte[] envelope = Shop.envelope(2, "2.0").sign(Shop.key(Shop.MAKER));
            assertThat(shop.publish(envelope)).isInstanceOfSatisfying(Releases.Answer.Published.class, published -> {
                assertThat(published.id()).isEqualTo("cam-2.0");
                assertThat(published.event().artifacts())
                        .singleElement()
                        .satisfies(artifact -> assertThat(artifact.sha256())
                                .isEqualTo(SuitDigest.sha256(Shop.image(2)).hex()));
            });
            assertThat(shop.publish(envelope)).isInstanceOf(Releases.Answer.Known.class);
            assertThat(shop.<Long>read(
                            known -> known.release("cam-2.0").orElseThrow().sequence()))
                    .isEqualTo(2);
        }
    }

    @BothDatabases
    void aReleaseByAStrangerOrChangedAfterSigningIsRefused(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.accept(Shop.MAKER);
            assertRefused(shop.publish(Shop.envelope(2, "2.0").sign(Shop.key(Shop.STRANGER))), "signer-not-accepted");
            byte[] changed = Shop.envelope(2, "2.0").sign(Shop.key(Shop.MAKER));
            changed[changed.length - 1] ^= 1;
            assertRefused(shop.publish(changed), "manifest-changed");
            assertRefused(shop.publish(new byte[] {1}), "malformed-envelope");
        }
    }

    @BothDatabases
    void sequenceNumbersGrowAndVersionsAreUsedOnce(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.release(5);
            assertRefused(shop.publish(Shop.envelope(5, "5.1").sign(Shop.key(Shop.MAKER))), "sequence-not-newer");
            assertRefused(shop.publish(Shop.envelope(6, "5.0").sign(Shop.key(Shop.MAKER))), "version-taken");
            assertThat(shop.publish(Shop.envelope(6, "5.1").sign(Shop.key(Shop.MAKER))))
                    .isInstanceOf(Releases.Answer.Published.class);
        }
    }

    @BothDatabases
    void aReleaseWithoutItsArtifactIsRefused(Database database) {
        try (Shop shop = new Shop(database)) {
            shop.accept(Shop.MAKER);
            byte[] envelope = Shop.envelope(2, "2.0").sign(Shop.key(Shop.MAKER));
            List<UpdateStore.Signer> signers = shop.read(known -> known.signers(Shop.PRODUCT));
            ReleaseReading reading = ReleaseReading.read(envelope, signers);
            assertRefused(
                    shop.run(known -> Releases.publish(wanted(""), reading, artifact -> false, known, shop.now)),
                    "artifact-missing");
            assertRefused(
                    shop.run(known -> Releases.publish(wanted("3.0"), reading, artifact -> true, known, shop.now)),
                    "version-mismatch");
        }
    }

    @BothDatabases
    void aKeyIsAcceptedOnceAndOnlyForAProductThatExists(Database database) {
        try (Shop shop = new Shop(database)) {
            CoseKey key = CoseKey.of(Shop.MAKER.getPublic());
            for (Class<?> expected : List.of(ReleaseKeys.Answer.Accepted.class, ReleaseKeys.Answer.Known.class)) {
                assertThat(shop.<ReleaseKeys.Answer>run(known -> ReleaseKeys.accept(
                                Shop.PRODUCT, "acme", key, SignerMay.USUAL, Shop.OPERATOR, known, shop.now)))
                        .isInstanceOf(expected);
            }
            assertThat(shop.<ReleaseKeys.Answer>run(known -> ReleaseKeys.accept(
                            new ProductId("none"), "acme", key, SignerMay.USUAL, Shop.OPERATOR, known, shop.now)))
                    .isInstanceOf(ReleaseKeys.Answer.Refused.class);
        }
    }

    @BothDatabases
    void aReportIsTakenForWhatTheServerFoundTheEnvelopeToBe(Database database) {
        try (Shop shop = new Shop(database)) {
            DeviceId device = shop.device("cam-1", "3.0");
            String release2 = shop.release(2);
            String release3 = shop.release(3);
            Report refused = Report.refused("", SuitDigest.sha256(new byte[0]), Reason.UNAUTHORISED, "no");
            String envelope2 = shop.read(
                    known -> known.release(release2).orElseThrow().envelope().sha256());
            String envelope3 = shop.read(
                    known -> known.release(release3).orElseThrow().envelope().sha256());
            assertThat(nature(shop, device, refused, envelope2)).isEqualTo(EnvelopeNature.OLD_RELEASE);
            assertThat(nature(shop, device, refused, envelope3)).isEqualTo(EnvelopeNature.RELEASE);
            assertThat(nature(shop, device, refused, "")).isEqualTo(EnvelopeNature.TAMPERED);
        }
    }

    private static EnvelopeNature nature(Shop shop, DeviceId device, Report report, String envelope) {
        InstallReported event = shop.run(known -> Reports.take(
                device,
                report,
                envelope,
                EnvelopeNature.TAMPERED,
                new Replay.Answer.NotJudged("a test"),
                known,
                shop.now));
        return event.nature();
    }

    @BothDatabases
    void anOpenOrderLeadsToItsEnvelopeAndItsArtifacts(Database database) {
        try (Shop shop = new Shop(database)) {
            DeviceId device = shop.device("cam-1", "1.0");
            String release = shop.release(2);
            String envelope = shop.read(
                    known -> known.release(release).orElseThrow().envelope().sha256());
            String image = SuitDigest.sha256(Shop.image(2)).hex();
            assertThat(shop.<Boolean>read(known -> known.ordered(device, image)))
                    .isFalse();
            shop.event(
                    device,
                    OrderDesk.issue(
                            "o1",
                            new OrderAction.Install("/x", HexFormat.of().parseHex(envelope)),
                            shop.now.plus(Duration.ofHours(1)),
                            "test"));
            assertThat(shop.<Boolean>read(known -> known.ordered(device, image)))
                    .isTrue();
            assertThat(shop.<Boolean>read(known -> known.ordered(device, envelope)))
                    .isTrue();
            assertThat(shop.<Boolean>read(known -> known.ordered(new DeviceId("cam-2"), image)))
                    .isFalse();
            shop.event(device, new OrderClosed("o1", OrderKind.INSTALL, OrderOutcome.DONE, "", "", "", ""));
            assertThat(shop.<Boolean>read(known -> known.ordered(device, image)))
                    .isFalse();
        }
    }
}
