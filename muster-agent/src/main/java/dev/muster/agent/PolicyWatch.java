package dev.muster.agent;

import dev.muster.agent.network.BridgedPackets;
import dev.muster.agent.network.FlowTable;
import dev.muster.agent.network.GatewayPolicies;
import dev.muster.agent.network.NetworkPolicies;
import dev.muster.agent.state.DeviceRoots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The network policies of a device, its own and those of the devices behind it, and when they are looked at again. */
final class PolicyWatch {
    /** Reading a table back takes some hundredths of a second; whoever changes it is found within this. */
    private static final Duration EVERY = Duration.ofSeconds(30);

    /** Reading back and proving the rules of thousands of devices takes seconds: a twentieth of the time, and no more. */
    private static final int REST = 20;

    private final NetworkPolicies own;
    private final GatewayPolicies gateway;
    private final Service.Teller teller;
    private final Optional<FlowTable> flows;
    private final boolean kernel;
    private Instant next = Instant.MIN;
    private Duration pause = EVERY;

    /** @param restricted told whenever the kernel took rules for this device itself */
    PolicyWatch(DeviceRoots roots, AgentGround ground, Service.Teller teller, Runnable restricted) {
        this.own = new NetworkPolicies(roots, ground.filter(), ground.names(), restricted).reading(ground.tls());
        this.gateway = new GatewayPolicies(
                        roots, ground.gateway(), ground.names(), ground.flows(), BridgedPackets.here())
                .reading(ground.tls());
        this.kernel = ground.filter().isPresent() || ground.gateway().isPresent();
        this.flows = ground.flows();
        this.teller = teller;
    }

    NetworkPolicies own() {
        return own;
    }

    GatewayPolicies gateway() {
        return gateway;
    }

    /** Looks when it is time to. */
    void look(Instant now) {
        if (!now.isBefore(next) || next.isAfter(now.plus(pause))) {
            long began = System.nanoTime();
            List<String> found = Stream.of(own.watch(), gateway.watch())
                    .flatMap(Optional::stream)
                    .toList();
            found.forEach(words -> teller.tell(Notice.What.POLICY, words));
            // When the machine starts its kernel has no rules yet: nobody took them away, and all was not well either.
            boolean begins = next.equals(Instant.MIN) && !found.isEmpty();
            if (kernel && !begins) {
                flows.ifPresent(table -> tell(table, found, now));
            }
            Duration rest = Duration.ofNanos(System.nanoTime() - began).multipliedBy(REST);
            pause = rest.compareTo(EVERY) > 0 ? rest : EVERY;
            next = now.plus(pause);
        }
    }

    /** The server hears of it too, signed. */
    private static void tell(FlowTable table, List<String> found, Instant now) {
        found.forEach(words -> table.changed(now, words));
        if (found.isEmpty()) {
            table.well(now);
        }
    }

    /** When to look again at the latest, for a loop that sleeps until {@code otherwise}. */
    Instant next(Instant otherwise) {
        return kernel && next.isBefore(otherwise) ? next : otherwise;
    }
}
