package dev.muster.agent.tls;

import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Prefix;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Whose an address is behind a gateway: of several networks that have it, the smallest counts. */
final class Owners {
    static final Owners NONE = new Owners(Map.of());

    private final Map<Prefix, String> names;
    private final List<Integer> lengths;

    Owners(Map<Prefix, String> whose) {
        names = Map.copyOf(whose);
        lengths = names.keySet().stream()
                .map(Prefix::length)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /** Empty when nobody has it. */
    String of(Address from) {
        for (int length : lengths) {
            int host = Prefix.bits(from.family()) - length;
            if (host >= 0) {
                BigInteger base = from.value().shiftRight(host).shiftLeft(host);
                String name = names.get(new Prefix(from.family(), base, length));
                if (name != null) {
                    return name;
                }
            }
        }
        return "";
    }
}
