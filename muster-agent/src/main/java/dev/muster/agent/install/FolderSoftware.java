package dev.muster.agent.install;

import dev.muster.agent.attest.SlotMeasurer;
import dev.muster.agent.state.BootState;
import dev.muster.agent.state.BootStore;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.update.suit.Capabilities;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Software whose slots are two folders of files. */
public final class FolderSoftware implements Software {
    private final DeviceRoots roots;
    private final BootControl control;
    private final Disk disk;
    private final Slots slots;
    private final Boot boot;

    public FolderSoftware(DeviceRoots roots) {
        this.roots = roots;
        this.control = BootControl.of(new BootStore(roots));
        this.disk = new DirectoryDisk(roots.slots(), roots.durability());
        this.slots = new Slots(disk);
        this.boot = new Boot(control, slots);
    }

    @Override
    public Running running() throws IOException {
        return running(control.read());
    }

    private Running running(BootState state) throws IOException {
        String version = slots.record(state.active()).map(SlotRecord::version).orElse("");
        return new Running(state.active(), version, state.boots());
    }

    @Override
    public Running start() throws IOException {
        return running(boot.start());
    }

    @Override
    public SlotMeasurement measure() throws IOException {
        return SlotMeasurer.measure(roots.slot(control.read().active()));
    }

    @Override
    public void confirm() throws IOException {
        boot.confirm();
    }

    @Override
    public boolean rollBack() throws IOException {
        return boot.rollBack();
    }

    @Override
    public InstallResult install(Wish wish, String uri, byte[] envelope) throws IOException {
        return new Installer(wish.kind(), wish.makers(), disk, wish.source(), control).install(uri, envelope);
    }

    /** Folders hold what the disk holds, and no differences are applied to them. */
    @Override
    public Capabilities capabilities(long envelopeBytes) {
        return SlotDevice.capabilities(envelopeBytes);
    }

    @Override
    public Optional<Path> folder() throws IOException {
        return Optional.of(roots.slot(control.read().active()));
    }
}
