package dev.muster.core.assurance;

import dev.muster.core.ledger.Subject;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Whose facts a register has, and whose it lets go: of the devices that were judged longest ago. Not safe for threads. */
final class AtHand {
    private final FactRegister register;
    private final int keptFacts;
    /** Those that were judged longest ago first. */
    private final Set<Subject> devices = new LinkedHashSet<>();

    /** @param keptFacts so many facts stay */
    AtHand(FactRegister register, int keptFacts) {
        this.register = register;
        this.keptFacts = keptFacts;
    }

    boolean has(Subject device) {
        return devices.contains(device);
    }

    void add(Subject device) {
        devices.add(device);
    }

    /**
     * It is judged now.
     *
     * @throws IllegalStateException when its facts are not here
     */
    void judged(Subject device) {
        if (!devices.remove(device)) {
            throw new IllegalStateException("the facts of " + device + " are not here");
        }
        devices.add(device);
    }

    void forget() {
        Iterator<Subject> longest = devices.iterator();
        while (register.size() > keptFacts && longest.hasNext()) {
            register.forget(longest.next(), AtHand::lasting);
            longest.remove();
        }
    }

    /** Waivers are asked for all at once. */
    static boolean lasting(String key) {
        return key.startsWith(AssuranceFacts.WAIVER);
    }
}
