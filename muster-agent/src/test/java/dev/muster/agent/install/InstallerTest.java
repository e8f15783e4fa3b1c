package dev.muster.agent.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.state.BootState;
import dev.muster.agent.state.BootStore;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.agent.state.Slot;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.update.image.FirmwareImage;
import dev.muster.format.update.suit.CodePoints;
import dev.muster.format.update.suit.EnvelopeVerifier;
import dev.muster.format.update.suit.Reason;
import dev.muster.format.update.suit.Report;
import dev.muster.format.update.suit.SuitDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real files. */
class InstallerTest {
    @TempDir
    private Path dir;

    private DeviceRoots roots;
    private Bench bench;
    private byte[] release2;

    @BeforeEach
    void assemble() throws IOException {
        roots = DeviceRoots.under(dir, Strength.SIMULATED, Durability.POWER_CUT).create();
        bench = new Bench(new DirectoryDisk(roots.slots(), Durability.POWER_CUT), BootControl.of(new BootStore(roots)))
                .assembled();
        release2 = Bench.release(2, Bench.IMAGE_2).sign(Bench.key(Bench.MAKER));
    }

    private static void assertRefused(InstallResult result, Reason reason, String detail) {
        assertThat(result.next()).isEmpty();
        assertThat(result.report().result()).isInstanceOfSatisfying(Report.Result.Failure.class, failure -> {
            assertThat(failure.detail()).contains(detail);
            assertThat(failure.reason()).isEqualTo(reason);
        });
    }

    @Test
    void anUpdateGoesIntoTheOtherSlotAndRunsOnTrialUntilConfirmed() throws IOException {
        InstallResult result = bench.install(release2);
        assertThat(result.next()).hasValue(Slot.B);
        assertThat(result.report().result()).isInstanceOf(Report.Result.Success.class);
        assertThat(roots.slot(Slot.B).resolve("etc/version")).hasContent("v2");
        assertThat(Files.isExecutable(roots.slot(Slot.B).resolve("bin/program")))
                .isTrue();
        assertThat(bench.control.read().active()).isEqualTo(Slot.A);

        BootState booted = bench.boot().start();
        assertThat(booted.active()).isEqualTo(Slot.B);
        assertThat(booted.trial()).isTrue();
        assertThat(booted.sequence()).isEqualTo(1);
        assertThat(bench.boot().confirm().sequence()).isEqualTo(2);
        assertThat(bench.boot().start().active()).isEqualTo(Slot.B);
        assertThat(bench.slots.record(Slot.B).orElseThrow().version()).isEqualTo("2.0");
    }

    @Test
    void aTrialThatIsNotConfirmedGoesBack() throws IOException {
        bench.install(release2);
        bench.boot().start();
        assertThat(bench.boot().start().active()).isEqualTo(Slot.A);
    }

    @Test
    void aWrongSignerIsRefused() throws IOException {
        byte[] forged = Bench.release(2, Bench.IMAGE_2).sign(Bench.key(Bench.STRANGER));
        assertRefused(bench.install(forged), Reason.UNAUTHORISED, "nobody that is trusted");
        assertThat(bench.opened).isEqualTo(-1);
    }

    @Test
    void aTamperedEnvelopeIsRefused() throws IOException {
        byte[] tampered = release2.clone();
        // Inside of the manifest: the last byte of the envelope is text of the manifest.
        tampered[tampered.length - 1] ^= 1;
        assertRefused(bench.install(tampered), Reason.UNAUTHORISED, "digest that was signed");
        assertRefused(bench.install(new byte[] {1, 2, 3}), Reason.CBOR_PARSE, "tag 107");
    }

    @Test
    void aTamperedImageIsRefusedAndTheTargetSlotIsNotTouched() throws IOException {
        byte[] other = Bench.IMAGE_2.clone();
        other[600] ^= 1;
        bench.web.put(Bench.uri(Bench.IMAGE_2), other);
        bench.slots.provision(Slot.B, Bench.IMAGE_1, 1, "1.0");
        assertRefused(bench.install(release2), Reason.OPERATION_FAILED, "digest that the manifest names");
        assertThat(bench.slots.bootable(Slot.B)).isTrue();
    }

    @Test
    void aLongerAnswerThanTheManifestSaysIsCutOff() throws IOException {
        bench.web.put(Bench.uri(Bench.IMAGE_2), Arrays.copyOf(Bench.IMAGE_2, Bench.IMAGE_2.length + 1));
        assertRefused(bench.install(release2), Reason.OPERATION_FAILED, "longer than");
    }

    @Test
    void anOlderReleaseIsRefusedOnceANewerOneIsConfirmed() throws IOException {
        bench.install(release2);
        bench.boot().start();
        bench.boot().confirm();
        byte[] release1 = Bench.release(1, Bench.IMAGE_1).sign(Bench.key(Bench.MAKER));
        assertRefused(bench.install(release1), Reason.UNAUTHORISED, "rollback");
    }

    @Test
    void anotherDeviceClassIsRefused() throws IOException {
        Installer other = new Installer(
                DeviceClass.of("acme.example", "lamp"),
                new EnvelopeVerifier(
                        List.of(new EnvelopeVerifier.Signer("acme", VerificationKey.of(Bench.MAKER.getPublic())))),
                bench.disk,
                bench,
                bench.control);
        assertRefused(other.install("", release2), Reason.CONDITION_FAILED, "class-id");
    }

    @Test
    void aTransferThatEndsEarlyIsPostponedAndContinuesWhereItStopped() throws IOException {
        int half = Bench.IMAGE_2.length / 2;
        ArtifactSource broken = (uri, from) -> new ArtifactSource.Transfer(
                new ByteArrayInputStream(Bench.IMAGE_2, (int) from, half - (int) from), from);
        Staging first = new Staging(bench.disk, broken);
        assertThatThrownBy(() -> first.fetch(
                        Bench.uri(Bench.IMAGE_2),
                        SuitDigest.sha256(Bench.IMAGE_2),
                        OptionalLong.of(Bench.IMAGE_2.length)))
                .isInstanceOf(ArtifactSource.Away.class)
                .hasMessageContaining("ended after " + half);
        assertThat(bench.install(release2).installed()).isTrue();
        assertThat(bench.opened).isEqualTo(half);
        assertThat(bench.disk.tree("staging").files()).isEmpty();
    }

    @Test
    void aSourceThatGivesARangeInPiecesIsAskedOn() throws IOException {
        bench.piece = 20_000;
        assertThat(bench.install(release2).installed()).isTrue();
        assertThat(bench.opened).isEqualTo(Bench.IMAGE_2.length / 20_000 * 20_000L);
    }

    @Test
    void aSourceWithoutRangesIsReadFromTheBeginning() throws IOException {
        bench.awayAfter = Bench.IMAGE_2.length / 2;
        assertThatThrownBy(() -> bench.install(release2)).isInstanceOf(ArtifactSource.Away.class);
        bench.awayAfter = Integer.MAX_VALUE;
        bench.ranges = false;
        assertThat(bench.install(release2).installed()).isTrue();
    }

    @Test
    void aPayloadWithoutASizeIsFetchedByItsDigest() throws IOException {
        Staging staging = new Staging(bench.disk, bench);
        String part = staging.fetch(Bench.uri(Bench.IMAGE_2), SuitDigest.sha256(Bench.IMAGE_2), OptionalLong.empty());
        assertThat(bench.disk.size(part)).isEqualTo(Bench.IMAGE_2.length);
        assertThat(Staging.UNSIZED_BYTES).isEqualTo(67_108_864);
    }

    @Test
    void aSourceThatGoesAwaySettlesNothingAndTheSameAgainContinues() throws IOException {
        int half = Bench.IMAGE_2.length / 2;
        bench.awayAfter = half;
        assertThatThrownBy(() -> bench.install(release2)).isInstanceOf(ArtifactSource.Away.class);
        assertThat(bench.slots.bootable(Slot.A)).isTrue();
        assertThat(bench.control.read().next()).isEmpty();
        bench.awayAfter = Integer.MAX_VALUE;
        assertThat(bench.install(release2).installed()).isTrue();
        assertThat(bench.opened).isEqualTo(half);
    }

    @Test
    void aPartFromAnotherLifeIsThrownAway() throws IOException {
        String part = "staging/" + SuitDigest.sha256(Bench.IMAGE_2).hex() + ".part";
        bench.disk.makeFolders("staging");
        bench.disk.create(part, false);
        bench.disk.append(part, new byte[1000], 0, 1000);
        assertThat(bench.install(release2).installed()).isTrue();
        assertThat(bench.opened).isZero();
    }

    @Test
    void anIntegratedPayloadIsInstalled() throws IOException {
        byte[] envelope = Bench.release(2, Bench.IMAGE_2, "#firmware")
                .sever(CodePoints.TEXT)
                .integrate("#firmware", Bench.IMAGE_2)
                .sign(Bench.key(Bench.MAKER));
        assertThat(bench.install(envelope).next()).hasValue(Slot.B);
        assertThat(bench.slots.record(Slot.B).orElseThrow().version()).isEqualTo("2.0");
    }

    @Test
    void anImageThatIsNoImageIsRefused() throws IOException {
        byte[] junk = new byte[2048];
        Arrays.fill(junk, (byte) 'x');
        bench.web.put(Bench.uri(junk), junk);
        assertRefused(
                bench.install(Bench.release(2, junk).sign(Bench.key(Bench.MAKER))),
                Reason.OPERATION_FAILED,
                "not a firmware image");
        assertThat(bench.slots.bootable(Slot.B)).isFalse();
        assertThat(bench.boot().start().active()).isEqualTo(Slot.A);
    }

    @Test
    void nothingIsInstalledWhileTheRunningSlotIsOnTrial() throws IOException {
        bench.install(release2);
        bench.boot().start();
        byte[] release3 = Bench.release(3, Bench.IMAGE_2).sign(Bench.key(Bench.MAKER));
        assertRefused(bench.install(release3), Reason.OPERATION_FAILED, "on trial");
    }

    @Test
    void theLastGoodSlotIsNotGivenUpForAnUpdate() throws IOException {
        bench.slots.provision(Slot.B, Bench.IMAGE_1, 1, "1.0");
        Files.writeString(roots.slot(Slot.A).resolve("etc/version"), "evil");
        assertRefused(bench.install(release2), Reason.OPERATION_FAILED, "last good one");
        assertThat(bench.boot().rollBack()).isTrue();
        assertThat(bench.boot().start().active()).isEqualTo(Slot.B);
    }

    @Test
    void aTamperedSlotIsNotStarted() throws IOException {
        bench.install(release2);
        Files.writeString(roots.slot(Slot.B).resolve("etc/version"), "evil");
        assertThat(bench.boot().start().active()).isEqualTo(Slot.A);
    }

    @Test
    void anAddedOrRemovedFileALinkAndAModeAreSeen() throws IOException {
        Path slot = roots.slot(Slot.A);
        Path extra = slot.resolve("etc/extra");
        Files.writeString(extra, "");
        assertThat(bench.slots.bootable(Slot.A)).isFalse();
        Files.delete(extra);
        assertThat(bench.slots.bootable(Slot.A)).isTrue();
        Files.createSymbolicLink(extra, slot.resolve("etc/version"));
        assertThatThrownBy(() -> bench.slots.bootable(Slot.A)).isInstanceOf(IOException.class);
        Files.delete(extra);
        assertThat(slot.resolve("bin/program").toFile().setExecutable(false, false))
                .isTrue();
        assertThat(bench.slots.bootable(Slot.A)).isFalse();
    }

    @Test
    void withoutAGoodSlotNothingStarts() throws IOException {
        Files.writeString(roots.slot(Slot.A).resolve("etc/version"), "evil");
        assertThatThrownBy(() -> bench.boot().start()).hasMessageContaining("neither slot");
        assertThat(bench.boot().rollBack()).isFalse();
    }

    @Test
    void aLinkInTheTargetSlotIsNotFollowed() throws IOException {
        Path outside = Files.createDirectory(dir.resolve("outside"));
        Files.createDirectories(roots.slot(Slot.B));
        Files.createSymbolicLink(roots.slot(Slot.B).resolve("etc"), outside);
        assertRefused(bench.install(release2), Reason.OPERATION_FAILED, "neither a file nor a folder");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void theDigestOfASlotIsTheDigestOfItsImage() throws IOException {
        bench.install(release2);
        SlotRecord record = bench.slots.record(Slot.B).orElseThrow();
        assertThat(record.digest()).isEqualTo(SuitDigest.sha256(Bench.IMAGE_2));
        assertThat(FirmwareImage.parse(Bench.IMAGE_2).encode()).isEqualTo(Bench.IMAGE_2);
        assertThat(bench.slots.bootable(Slot.B)).isTrue();
    }
}
