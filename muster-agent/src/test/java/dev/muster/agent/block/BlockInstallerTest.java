package dev.muster.agent.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.install.ArtifactSource;
import dev.muster.agent.install.InstallResult;
import dev.muster.agent.state.Slot;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.update.suit.EnvelopeBuilder;
import dev.muster.format.update.suit.EnvelopeVerifier;
import dev.muster.format.update.suit.Reason;
import dev.muster.format.update.suit.Report;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file of this machine. */
class BlockInstallerTest {
    private static final KeyPair MAKER = Keys.generateP256(new SecureRandom());

    @TempDir
    private Path dir;

    private FileBlockDevice disk(UpdateStory story) throws IOException {
        Path file = dir.resolve("disk");
        Files.write(file, story.factory());
        return FileBlockDevice.open(file);
    }

    private static BlockInstaller installer(BlockDevice device, UpdateStory story, ArtifactSource source) {
        EnvelopeVerifier verifier = new EnvelopeVerifier(
                List.of(new EnvelopeVerifier.Signer("acme", VerificationKey.of(MAKER.getPublic()))));
        return new BlockInstaller(UpdateStory.KIND, verifier, device, source, story.cipher(), UpdateStory.PACE);
    }

    private static byte[] signed(UpdateStory story) {
        return EnvelopeBuilder.of(story.manifest())
                .sign(CoseSigner.of(CoseAlgorithm.ESP256, MAKER.getPrivate(), Optional.empty()));
    }

    @Test
    void everyStoryComesToItsEndOnAFile() throws IOException {
        for (UpdateStory story : UpdateStories.all()) {
            try (FileBlockDevice device = disk(story)) {
                InstallResult result = installer(device, story, story.source()).install("/x", signed(story));
                assertThat(result.next()).as(story.name()).hasValue(Slot.B);
                BlockBoot boot = new BlockBoot(device, RollbackCounter.none());
                assertThat(boot.start().trials()).isEqualTo(1);
                if (story.confirmed()) {
                    boot.confirm();
                    assertThat(boot.start().trials()).isZero();
                    assertThat(boot.state().sequence()).isEqualTo(2);
                    assertThat(boot.account().orElseThrow().step()).isEqualTo(Account.Step.CONFIRMED);
                }
            }
        }
    }

    @Test
    void aTrialThatNobodyConfirmsGoesBackAfterThreeStarts() throws IOException {
        UpdateStory story = UpdateStories.full();
        try (FileBlockDevice device = disk(story)) {
            installer(device, story, story.source()).install("/x", signed(story));
            BlockBoot boot = new BlockBoot(device, RollbackCounter.none());
            for (int i = 1; i <= BlockState.MOST_TRIALS; i++) {
                assertThat(boot.start().active()).isEqualTo(Slot.B);
            }
            assertThat(boot.start().active()).isEqualTo(Slot.A);
            assertThat(boot.account().orElseThrow().step()).isEqualTo(Account.Step.FELL_BACK);
            assertThat(boot.state().sequence()).isEqualTo(1);
        }
    }

    @Test
    void whatNobodySignedIsRefusedAndNothingIsTouched() throws IOException {
        UpdateStory story = UpdateStories.full();
        try (FileBlockDevice device = disk(story)) {
            byte[] before = Files.readAllBytes(dir.resolve("disk"));
            InstallResult result = installer(device, story, story.source())
                    .install("/x", story.envelope().encoded());
            assertThat(result.next()).isEmpty();
            assertThat(Files.readAllBytes(dir.resolve("disk"))).isEqualTo(before);
        }
    }

    @Test
    void anImageWithAnotherDigestIsRefusedAndTheRunningSlotStays() throws IOException {
        UpdateStory story = UpdateStories.full();
        byte[] other = story.news().getFirst().clone();
        other[1000] ^= 1;
        try (FileBlockDevice device = disk(story)) {
            InstallResult result = installer(
                            device,
                            story,
                            (uri, from) -> new ArtifactSource.Transfer(
                                    new ByteArrayInputStream(other, (int) from, other.length - (int) from), from))
                    .install("/x", signed(story));
            assertThat(result.report().result())
                    .isInstanceOfSatisfying(
                            Report.Result.Failure.class,
                            failure -> assertThat(failure.reason()).isEqualTo(Reason.OPERATION_FAILED));
            BlockBoot boot = new BlockBoot(device, RollbackCounter.none());
            assertThat(boot.start().active()).isEqualTo(Slot.A);
            assertThat(boot.account().orElseThrow().step()).isEqualTo(Account.Step.REFUSED);
        }
    }

    @Test
    void aTransferThatBreaksOffContinuesAtItsCheckpoint() throws IOException {
        UpdateStory story = UpdateStories.full();
        byte[] image = story.news().getFirst();
        long[] asked = {-1};
        int half = image.length / 2;
        try (FileBlockDevice device = disk(story)) {
            ArtifactSource breaks = (uri, from) -> new ArtifactSource.Transfer(
                    new ByteArrayInputStream(image, (int) from, Math.max(0, half - (int) from)), from);
            assertThatThrownBy(() -> installer(device, story, breaks).install("/x", signed(story)))
                    .isInstanceOf(ArtifactSource.Away.class);
            ArtifactSource whole = (uri, from) -> {
                asked[0] = from;
                return new ArtifactSource.Transfer(
                        new ByteArrayInputStream(image, (int) from, image.length - (int) from), from);
            };
            assertThat(installer(device, story, whole)
                            .install("/x", signed(story))
                            .installed())
                    .isTrue();
            assertThat(asked[0]).isBetween(half - UpdateStory.PACE.checkpointBytes() * 2, (long) half);
        }
    }

    @Test
    void aSourceWithoutRangesIsReadFromTheBeginning() throws IOException {
        UpdateStory story = UpdateStories.full();
        ((UpdateStory.Web) story.source()).ranges = false;
        try (FileBlockDevice device = disk(story)) {
            assertThat(installer(device, story, story.source())
                            .install("/x", signed(story))
                            .installed())
                    .isTrue();
        }
    }

    @Test
    void aDifferenceThatIsNoneCostsNothingButTheAttempt() throws IOException {
        UpdateStory story = UpdateStories.delta();
        UpdateStory.Web web = (UpdateStory.Web) story.source();
        web.whole.put("u0", story.news().getFirst());
        web.differences.replaceAll((name, bytes) -> new byte[100]);
        try (FileBlockDevice device = disk(story)) {
            assertThat(installer(device, story, web)
                            .install("/x", signed(story))
                            .installed())
                    .isTrue();
        }
    }

    /** The counter is what an attacker with the whole disk cannot put back. */
    @Test
    void anOlderCopyOfTheDiskIsNotStarted() throws IOException {
        UpdateStory story = UpdateStories.full();
        SimCounter counter = new SimCounter(0);
        byte[] old = story.factory();
        SimBlockDevice device = new SimBlockDevice(old, SimBlockDevice.Listener.NONE);
        story.go(device, counter);
        assertThat(counter.read()).isEqualTo(1);
        SimBlockDevice copy = new SimBlockDevice(old, SimBlockDevice.Listener.NONE);
        assertThatThrownBy(() -> new BlockBoot(copy, counter).start()).hasMessageContaining("older copy");
    }
}
