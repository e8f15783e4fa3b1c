package dev.muster.format.update.suit.author;

import dev.muster.format.update.suit.ComponentId;
import java.util.HashSet;
import java.util.Set;

/** What is true on one way through a procedure so far. Mutable while one command is looked at. */
final class Way {
    boolean vendor;
    boolean deviceClass;

    /** The components that commands are about now. */
    Set<Integer> current = Set.of(0);

    final Set<Integer> digests = new HashSet<>();
    final Set<Integer> unverified = new HashSet<>();
    final Set<Integer> verified = new HashSet<>();

    /** Read as it was before this procedure wrote it. */
    final Set<Integer> read = new HashSet<>();

    final Set<Integer> written = new HashSet<>();
    int source = -1;

    Way copy() {
        Way copy = new Way();
        copy.vendor = vendor;
        copy.deviceClass = deviceClass;
        copy.current = current;
        copy.digests.addAll(digests);
        copy.unverified.addAll(unverified);
        copy.verified.addAll(verified);
        copy.read.addAll(read);
        copy.written.addAll(written);
        copy.source = source;
        return copy;
    }

    /** Ways that are the same from here on are gone once. */
    Object state() {
        return java.util.List.of(vendor, deviceClass, current, digests, unverified, verified, read, written, source);
    }

    static boolean within(int index, java.util.List<ComponentId> components) {
        return index >= 0 && index < components.size();
    }
}
