package dev.muster.guard;

import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.host.Standing;
import dev.muster.guard.firewall.DeviceFirewall;
import dev.muster.guard.integrity.BlockWatch;
import dev.muster.guard.integrity.ClockWatch;
import dev.muster.guard.integrity.Teller;
import dev.muster.guard.integrity.Watchdog;
import dev.muster.guard.integrity.Watchdog.SelfCheck;
import dev.muster.guard.linux.NetNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after what others may take away: the keeper, and the packet filter; watches the clock and the kernel's log; and feeds the
 * watchdog while all is well.
 */
final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final long ROUND_MILLIS = 500;
    private static final Path KERNEL_LOG = Path.of("/dev/kmsg");

    /** Every five seconds: each look starts a program. */
    private static final int FIREWALL_ROUNDS = 10;

    /** Every two seconds: drivers wait for ten at least. */
    private static final int WATCHDOG_ROUNDS = 4;

    private final GuardSettings settings;
    private final NetNamespace network;
    private final Optional<DeviceFirewall> firewall;
    private final Teller teller;
    private Optional<ProcessHandle> keeper = Keeper.here().flatMap(ProcessHandle::of);
    private volatile Optional<Watchdog> watchdog = Optional.empty();
    private Optional<BlockWatch> blocks = Optional.empty();
    private volatile boolean ending;

    Rounds(GuardSettings settings, NetNamespace network, Optional<DeviceFirewall> firewall, Teller teller) {
        this.settings = settings;
        this.network = network;
        this.firewall = firewall;
        this.teller = teller;
    }

    /** @throws IOException when the watchdog that is to be fed cannot be had */
    void start(List<SelfCheck> checks) throws IOException {
        if (settings.watchdog().isPresent()) {
            watchdog = Optional.of(Watchdog.open(settings.watchdog().get(), checks));
        }
        blocks = BlockWatch.open(KERNEL_LOG, teller);
        Thread.ofPlatform().daemon().name("guard-rounds").start(this::run);
    }

    private void run() {
        ClockWatch clock = new ClockWatch(InstantSource.system(), System::nanoTime, teller);
        for (int round = 0; !ending; round++) {
            try {
                Thread.sleep(ROUND_MILLIS);
                if (watchdog.isPresent() && round % WATCHDOG_ROUNDS == 0 && !ending) {
                    watchdog.get().feed();
                }
                clock.look();
                keep();
                if (firewall.isPresent() && round % FIREWALL_ROUNDS == 0 && !ending) {
                    firewall.get().repair().ifPresent(what -> LOG.warn("the packet filter was put back: {}", what));
                }
            } catch (IOException e) {
                LOG.error("a round of the guard failed: {}", e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void keep() throws IOException {
        if (keeper.isPresent() && !keeper.get().isAlive() && !settings.self().isEmpty() && !ending) {
            Process next = Keeper.adopt(settings.folder(), settings.self(), network);
            keeper = Optional.of(next.toHandle());
            LOG.warn("the keeper was gone; {} is the next", next.pid());
        }
    }

    /** How the watchdog stands, where it is the guard's to feed. */
    Optional<HostFact> watchdog() {
        return watchdog.map(one -> new HostFact(
                "host.watchdog",
                one.fault().isEmpty() ? "fed" : "starving",
                one.fault().isEmpty() ? Standing.ENFORCED : Standing.MISSING,
                one.fault()
                        .map(why -> "the machine is about to restart: " + why)
                        .orElse("a timer restarts the machine unless the guard's self-checks pass")));
    }

    /** From now on nobody is started any more. */
    void end() throws IOException {
        ending = true;
        if (blocks.isPresent()) {
            blocks.get().close();
        }
        if (watchdog.isPresent()) {
            watchdog.get().close();
        }
    }
}
