package dev.muster.format.update.suit;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * SUIT_Capability_Report (draft-ietf-suit-report §4.1): what a device class can run. Whoever writes a manifest for it keeps
 * to this, and whoever publishes one refuses what does not.
 *
 * @param components that it has
 * @param commands by code
 * @param parameters by key
 * @param algorithms COSE numbers of digests, signatures and encryption
 * @param members which members of the envelope (5), the manifest (6), its common part (7), its text (8), the text of a
 *     component (9) and a dependency (10) it knows; what is not said is not bounded
 * @param envelopeBytes the longest envelope that it reads; empty when it does not say
 * @param componentBytes the most that a component holds, of those for which it says
 * @param deltas media types of differences between images that it applies
 */
public record Capabilities(
        List<Component> components,
        SortedSet<Long> commands,
        SortedSet<Long> parameters,
        SortedSet<Long> algorithms,
        SortedMap<Integer, SortedSet<Long>> members,
        OptionalLong envelopeBytes,
        List<Capacity> componentBytes,
        List<String> deltas) {

    /** Media type of the report where it travels by itself. */
    public static final String MEDIA_TYPE = "application/vnd.muster.suit-capabilities+cbor";

    /** Bytes of a report: every number of all drafts and 32 components fit several times. */
    public static final int MOST_BYTES = 8192;

    /** Entries of one of its lists. */
    static final int MOST_ENTRIES = 256;

    /** @param subtree whether everything below it is a component too */
    public record Component(ComponentId id, boolean subtree) {}

    /** How much a component holds. */
    public record Capacity(ComponentId id, long bytes) {}

    public Capabilities {
        components = List.copyOf(components);
        commands = sorted(commands);
        parameters = sorted(parameters);
        algorithms = sorted(algorithms);
        TreeMap<Integer, SortedSet<Long>> copied = new TreeMap<>();
        members.forEach((where, known) -> copied.put(where, sorted(known)));
        members = Collections.unmodifiableSortedMap(copied);
        componentBytes = List.copyOf(componentBytes);
        deltas = List.copyOf(deltas);
    }

    private static SortedSet<Long> sorted(Collection<Long> numbers) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(numbers));
    }

    /** @throws SuitException when the bytes are not a SUIT_Capability_Report */
    public static Capabilities parse(byte[] bytes) {
        return CapabilityReader.read(bytes);
    }

    /** Deterministic: the same capabilities are the same bytes. */
    public byte[] encode() {
        return CapabilityWriter.write(this);
    }

    /** Whether the device has this component. */
    public boolean has(ComponentId component) {
        return components.stream()
                .anyMatch(own -> own.subtree()
                        ? own.id().segments().size() <= component.segments().size()
                                && component
                                        .segments()
                                        .subList(0, own.id().segments().size())
                                        .equals(own.id().segments())
                        : own.id().equals(component));
    }

    /** Whether it knows a member of the envelope, the manifest or its common part. */
    public boolean knows(int where, long member) {
        return !members.containsKey(where) || members.get(where).contains(member);
    }

    /** The most that a component holds; empty when the device does not say. */
    public OptionalLong most(ComponentId component) {
        return componentBytes.stream()
                .filter(capacity -> capacity.id().equals(component))
                .mapToLong(Capacity::bytes)
                .findFirst();
    }

    /** What the processor brings to every device, for one that has these conditions and actions. */
    public static Capabilities of(Device device, Set<Component> components, OptionalLong envelopeBytes) {
        return of(device.conditions(), device.actions(), device.decrypts(), components, envelopeBytes);
    }

    /** The same by what its port would say. */
    public static Capabilities of(
            Set<Command.Condition> conditions,
            Set<Command.Action> actions,
            boolean decrypts,
            Set<Component> components,
            OptionalLong envelopeBytes) {
        return ProcessorCapabilities.of(conditions, actions, decrypts, components, envelopeBytes);
    }

    /** The same, with how much components hold and which differences it applies. */
    public Capabilities with(List<Capacity> capacities, List<String> formats) {
        return new Capabilities(
                components, commands, parameters, algorithms, members, envelopeBytes, capacities, formats);
    }
}
