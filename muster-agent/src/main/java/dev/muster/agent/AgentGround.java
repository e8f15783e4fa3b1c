package dev.muster.agent;

import dev.muster.agent.guarded.GuardLink;
import dev.muster.agent.names.NameAddresses;
import dev.muster.agent.network.FlowTable;
import dev.muster.agent.report.FailureSource;
import dev.muster.agent.sense.FileSense;
import dev.muster.agent.tls.TlsReader;
import dev.muster.agent.tpm.DeviceTpm;
import dev.muster.format.devices.host.HostFact;
import dev.muster.guard.firewall.PacketFilter;
import dev.muster.guard.host.GuardFacts;
import dev.muster.guard.host.Host;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What an agent stands on and must not reach for by itself.
 *
 * @param clock the device's clock
 * @param keys where key material comes from
 * @param jitter spreads retries and renewals; no secret
 * @param sense notices changed files; shared by all agents of a process
 * @param filter the kernel's packet filter, where this agent may use it
 * @param gateway the same for a machine that guards devices behind it; empty where it is no gateway
 * @param names the addresses of the policy's names, where a forwarder of this agent learns them
 * @param flows what the packet filter let begin and refused, where this agent is shown that
 * @param host looks at the host this agent has to itself; finds nothing where it has none
 * @param failures sees what goes wrong on this device
 * @param tpm of this one device, where its keys live then
 * @param turns how many agents of this process work at a time; the others wait their turn
 * @param tls reads how TLS begins, where policies say anything of it and this agent may
 */
public record AgentGround(
        InstantSource clock,
        SecureRandom keys,
        RandomGenerator jitter,
        FileSense sense,
        Optional<PacketFilter> filter,
        Optional<PacketFilter> gateway,
        Optional<NameAddresses> names,
        Optional<FlowTable> flows,
        Supplier<List<HostFact>> host,
        FailureSource failures,
        Optional<DeviceTpm> tpm,
        Semaphore turns,
        Optional<TlsReader> tls) {

    /** The ground of an agent that has a machine to itself. */
    public static AgentGround alone(InstantSource clock, SecureRandom keys, RandomGenerator jitter, FileSense sense) {
        return new AgentGround(
                clock,
                keys,
                jitter,
                sense,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                () -> Stream.concat(Host.here().look().stream(), GuardFacts.alone().stream())
                        .toList(),
                FailureSource.NONE,
                Optional.empty(),
                new Semaphore(1),
                Optional.empty());
    }

    /** The same ground with the right to the kernel's packet filter: network policies are then enforced and proved. */
    public AgentGround with(PacketFilter kernel) {
        return new AgentGround(
                clock,
                keys,
                jitter,
                sense,
                Optional.of(kernel),
                gateway,
                names,
                flows,
                host,
                failures,
                tpm,
                turns,
                tls);
    }

    /** The same ground of a gateway: orders for the devices behind it are followed with this packet filter. */
    public AgentGround gateway(PacketFilter kernel) {
        return new AgentGround(
                clock, keys, jitter, sense, filter, Optional.of(kernel), names, flows, host, failures, tpm, turns, tls);
    }

    /** The same ground that is shown what the packet filter lets begin and refuses. */
    public AgentGround with(FlowTable seen) {
        return new AgentGround(
                clock, keys, jitter, sense, filter, gateway, names, Optional.of(seen), host, failures, tpm, turns, tls);
    }

    /** The same ground with a forwarder of names: a policy's names then have addresses. */
    public AgentGround with(NameAddresses learned) {
        return new AgentGround(
                clock,
                keys,
                jitter,
                sense,
                filter,
                gateway,
                Optional.of(learned),
                flows,
                host,
                failures,
                tpm,
                turns,
                tls);
    }

    /** The same ground with who reads how TLS begins. */
    public AgentGround with(TlsReader reader) {
        return new AgentGround(
                clock,
                keys,
                jitter,
                sense,
                filter,
                gateway,
                names,
                flows,
                host,
                failures,
                tpm,
                turns,
                Optional.of(reader));
    }

    /** The same ground beside a guard: it holds the packet filter, looks at the host and sees what goes wrong. */
    public AgentGround with(GuardLink guard) {
        return new AgentGround(
                clock, keys, jitter, sense, Optional.of(guard), gateway, names, flows, guard, guard, tpm, turns, tls);
    }

    /** The same ground with a TPM: keys are made in it, and it quotes beside all evidence once that was proved. */
    public AgentGround with(DeviceTpm one) {
        return new AgentGround(
                clock,
                keys,
                jitter,
                sense,
                filter,
                gateway,
                names,
                flows,
                host,
                failures,
                Optional.of(one),
                turns,
                tls);
    }

    /**
     * The ground of many simulated devices that share this machine's processors. Hundreds of TLS handshakes at a time
     * would make all of them run into their time limits and begin again.
     */
    public static AgentGround shared(InstantSource clock, SecureRandom keys, RandomGenerator jitter, FileSense sense) {
        int turns = TURNS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
        return new AgentGround(
                clock,
                keys,
                jitter,
                sense,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List::of,
                FailureSource.NONE,
                Optional.empty(),
                new Semaphore(turns, true),
                Optional.empty());
    }

    /** Some of those whose turn it is wait for the server, so more than one keeps a processor busy. */
    private static final int TURNS_PER_PROCESSOR = 4;
}
