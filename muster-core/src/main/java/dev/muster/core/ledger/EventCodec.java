package dev.muster.core.ledger;

import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.RecordCodec;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The event records of all topics by their wire names: {@link EntryType} name, record class, deterministic CBOR map with
 * the component names as text keys (RFC 8949 §4.2.1). Reading passes over keys that a newer record added.
 */
public final class EventCodec {
    private static final Pattern NAME = Pattern.compile("[a-z]+\\.[a-z0-9-]+");

    private final Map<String, RecordCodec<? extends Event>> byName = new HashMap<>();
    private final Map<Class<?>, String> names = new HashMap<>();
    private final Recent<Optional<Event>> recent = new Recent<>();

    private EventCodec() {}

    /**
     * @param roots event records, or sealed interfaces that permit them
     * @throws IllegalArgumentException when a record has no {@link EntryType}, a bad one, or one that another has
     */
    public static EventCodec of(Collection<Class<? extends Event>> roots) {
        EventCodec codec = new EventCodec();
        roots.forEach(codec::register);
        return codec;
    }

    /** The wire name of an event. */
    public String type(Event event) {
        String name = names.get(event.getClass());
        if (name == null) {
            throw new IllegalArgumentException("event is not registered: " + event.getClass());
        }
        return name;
    }

    /** The wire names that are known, sorted. */
    public Set<String> types() {
        return new TreeSet<>(byName.keySet());
    }

    /** The wire names of these records, and of those that implement one of these interfaces; sorted. */
    public Set<String> types(Collection<Class<? extends Event>> wanted) {
        Set<String> found = new TreeSet<>();
        names.forEach((record, name) -> {
            if (wanted.stream().anyMatch(one -> one.isAssignableFrom(record))) {
                found.add(name);
            }
        });
        return found;
    }

    /** The body of an entry. */
    public byte[] encode(Event event) {
        return encode(byName.get(type(event)), event);
    }

    /**
     * Reads the body of an entry.
     *
     * @return empty when no event has this name, as in a log that a newer server wrote
     * @throws CborException when the body is not the record that the name stands for
     */
    public Optional<Event> decode(String type, byte[] body) {
        RecordCodec<? extends Event> codec = byName.get(type);
        return codec == null ? Optional.empty() : Optional.of(codec.decode(body));
    }

    /** Reads the event of an entry; empty when its body is erased or its type unknown. */
    public Optional<Event> event(Entry entry) {
        return recent.of(entry, one -> one.body().flatMap(body -> decode(one.type(), body)));
    }

    /** The codec was registered for this event's own class, which is what the cast says. */
    @SuppressWarnings("unchecked")
    private static <E extends Event> byte[] encode(
            @org.jspecify.annotations.Nullable RecordCodec<E> codec, Event event) {
        if (codec == null) {
            throw new IllegalArgumentException("event is not registered: " + event.getClass());
        }
        return codec.encode((E) event);
    }

    private void register(Class<? extends Event> root) {
        if (root.isSealed() && root.isInterface()) {
            for (Class<?> permitted : root.getPermittedSubclasses()) {
                register(permitted.asSubclass(Event.class));
            }
            return;
        }
        EntryType type = root.getAnnotation(EntryType.class);
        if (!root.isRecord() || type == null || !NAME.matcher(type.value()).matches()) {
            throw new IllegalArgumentException("an event is a record with @EntryType(\"topic.name\"): " + root);
        }
        if (names.putIfAbsent(root, type.value()) != null) {
            return;
        }
        if (byName.putIfAbsent(type.value(), RecordCodec.of(root)) != null) {
            throw new IllegalArgumentException("two events are called " + type.value());
        }
    }
}
