package dev.muster.guard;

import dev.muster.guard.firewall.DeviceFirewall;
import dev.muster.guard.linux.NetNamespace;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after what others may take away: the keeper, and the packet filter. */
final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final long ROUND_MILLIS = 500;

    /** Every five seconds: each look starts a program. */
    private static final int FIREWALL_ROUNDS = 10;

    private final GuardSettings settings;
    private final NetNamespace network;
    private final Optional<DeviceFirewall> firewall;
    private Optional<ProcessHandle> keeper = Keeper.here().flatMap(ProcessHandle::of);
    private volatile boolean ending;

    Rounds(GuardSettings settings, NetNamespace network, Optional<DeviceFirewall> firewall) {
        this.settings = settings;
        this.network = network;
        this.firewall = firewall;
    }

    void start() {
        Thread.ofPlatform().daemon().name("guard-rounds").start(this::run);
    }

    private void run() {
        for (int round = 0; !ending; round++) {
            try {
                Thread.sleep(ROUND_MILLIS);
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

    /** From now on nobody is started any more. */
    void end() {
        ending = true;
    }
}
