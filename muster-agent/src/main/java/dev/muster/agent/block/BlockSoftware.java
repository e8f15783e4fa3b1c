package dev.muster.agent.block;

import dev.muster.agent.install.ArtifactSource;
import dev.muster.agent.install.InstallResult;
import dev.muster.agent.install.Software;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.update.suit.Capabilities;
import dev.muster.format.update.suit.PayloadCipher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Software whose slots lie on block storage: a partition, a loop device or a plain file, opened for each step. */
public final class BlockSoftware implements Software {
    private final Path path;
    private final RollbackCounter counter;
    private final PayloadCipher cipher;

    /** A device that opens no encrypted payloads. */
    public BlockSoftware(Path path, RollbackCounter counter) {
        this(path, counter, new PayloadCipher(List.of()));
    }

    /** @param cipher with the keys that payloads for this device are encrypted to */
    public BlockSoftware(Path path, RollbackCounter counter, PayloadCipher cipher) {
        this.path = path;
        this.counter = counter;
        this.cipher = cipher;
    }

    private interface Step<T> {
        T on(BlockDevice device) throws IOException;
    }

    private <T> T with(Step<T> step) throws IOException {
        try (FileBlockDevice device = FileBlockDevice.open(path)) {
            return step.on(device);
        }
    }

    private static Running running(BlockState state) {
        return new Running(
                state.active(),
                state.image(state.active()).map(SlotImage::version).orElse(""),
                state.boots());
    }

    @Override
    public Running running() throws IOException {
        return with(device -> running(new BlockBoot(device, counter).state()));
    }

    @Override
    public Running start() throws IOException {
        return with(device -> running(new BlockBoot(device, counter).start()));
    }

    @Override
    public SlotMeasurement measure() throws IOException {
        return with(BlockMeasurer::measure);
    }

    @Override
    public void confirm() throws IOException {
        with(device -> new BlockBoot(device, counter).confirm());
    }

    @Override
    public boolean rollBack() throws IOException {
        return with(device -> new BlockBoot(device, counter).rollBack());
    }

    /** @throws ArtifactSource.Away as the source does; checkpoints in the journal are continued from */
    @Override
    public InstallResult install(Wish wish, String uri, byte[] envelope) throws IOException {
        return with(device ->
                new BlockInstaller(wish.kind(), wish.makers(), device, wish.source(), cipher).install(uri, envelope));
    }

    @Override
    public Capabilities capabilities(long envelopeBytes) throws IOException {
        return with(device -> BlockTarget.capabilities(
                Superblocks.open(device).geometry(), !cipher.keys().isEmpty(), envelopeBytes));
    }

    /** Block storage tells nobody that it changed: it is measured as often as the agent attests. */
    @Override
    public Optional<Path> folder() {
        return Optional.empty();
    }
}
