package dev.muster.agent;

import dev.muster.agent.install.ArtifactSource;
import dev.muster.agent.install.InstallLock;
import dev.muster.agent.maintenance.LocalFunctions;
import dev.muster.agent.maintenance.LocalRefused;
import dev.muster.agent.state.Baseline;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.KeyPlace;
import dev.muster.agent.wipe.Eraser;
import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.maintenance.LocalOperation;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.devices.orders.OrderReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What this device does for people who stand before it. What they ask works without the server. */
final class DeviceFunctions implements LocalFunctions {
    private final Machine machine;
    private final DeviceRoots roots;
    private final AgentGround ground;
    private final Consumer<Wake> wake;

    /** @param wake who has evidence sent and files watched anew */
    DeviceFunctions(Machine machine, AgentGround ground, Consumer<Wake> wake) {
        this.machine = machine;
        this.roots = machine.roots();
        this.ground = ground;
        this.wake = wake;
    }

    @Override
    public byte[] perform(LocalOperation operation, String argument, String session) throws LocalRefused, IOException {
        return switch (operation) {
            case STATUS -> text(machine.standing());
            case HOST -> text(host());
            case ATTEST -> {
                wake.accept(new Wake.Asked());
                yield text("asked");
            }
            case EXPORT_DATA -> users().export(argument);
            case RESTART, ROLL_BACK -> {
                change(operation);
                yield text(machine.standing());
            }
            case BASELINE -> {
                Baseline.Restored restored = new Baseline(roots)
                        .restore()
                        .orElseThrow(() -> new LocalRefused(
                                "baseline-missing", "the maker of this device left no baseline configuration"));
                yield text("written=" + restored.written() + "\nremoved=" + restored.removed() + "\n");
            }
            case ERASE_DATA -> users().erase(session, ground.clock());
        };
    }

    /** Not while an update is written: whoever stands there hears so at once instead of waiting for it. */
    private void change(LocalOperation operation) throws LocalRefused, IOException {
        try (InstallLock _ = InstallLock.take(roots)) {
            if (operation == LocalOperation.RESTART) {
                machine.boot();
            } else {
                OrderReport report = machine.rollBack();
                if (report.outcome() != OrderOutcome.DONE) {
                    throw new LocalRefused("slot-not-good", report.detail());
                }
            }
        } catch (ArtifactSource.Away busy) {
            throw new LocalRefused("device-busy", String.valueOf(busy.getMessage()));
        }
        wake.accept(new Wake.Restarted());
    }

    private UserData users() {
        return new UserData(roots, new KeyPlace(ground.tpm()), Eraser.OVERWRITING);
    }

    private String host() {
        StringBuilder lines = new StringBuilder();
        for (HostFact fact : ground.host().get()) {
            lines.append(fact.key()).append('=').append(fact.value());
            lines.append(' ').append(fact.standing().word()).append('\n');
        }
        return lines.toString();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
