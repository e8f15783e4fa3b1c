package dev.muster.format.attest.tpm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was loaded at a boot, one by one, as its log has it: the programs that firmware starts (register 4), command line and
 * first file system by the kernel's stub or GRUB (9), the parts of a unified kernel image by systemd's stub (11).
 *
 * <p>A log names kinds of events as it likes; only what is extended is proved. So everything in a register is a component but
 * the few events whose content is the same on every machine, and those only with just that content.
 */
public final class BootComponents {
    /** The registers whose events are told apart. */
    public static final List<Integer> PCRS = List.of(4, 9, 11);

    /** A boot has some ten in a register; whoever extends more is compared by the register alone. */
    public static final int MAX_COMPONENTS = 256;

    private static final int SEPARATOR = 0x04;
    private static final int ACTION = 0x80000007;

    /** Texts of actions in register 4 (PC Client Platform Firmware Profile §10.4.4). */
    private static final Set<String> ACTIONS =
            Set.of("Calling EFI Application from Boot Option", "Returning from EFI Application from Boot Option");

    private BootComponents() {}

    /**
     * One of them.
     *
     * @param name register, kind and number among those of its kind: {@code pcr-4/uefi-boot-application-1}
     * @param digests what was extended, by bank
     */
    public record Component(String name, Map<TpmHash, byte[]> digests) {
        public Component {
            digests = new TreeMap<>(digests);
        }

        /** What was extended in a bank. */
        public Optional<byte[]> digest(TpmHash bank) {
            return Optional.ofNullable(digests.get(bank));
        }
    }

    /** How names of components of a register begin. */
    public static String prefix(int pcr) {
        return "pcr-" + pcr + "/";
    }

    /** Whether a log's events lead to the value of a register, and there are any. */
    public static boolean leadTo(EventLog log, TpmHash bank, int pcr, byte[] value) {
        return Optional.ofNullable(log.replay(bank).get(pcr))
                .filter(replayed -> Arrays.equals(replayed, value))
                .isPresent();
    }

    /**
     * The components in a register, in their order.
     *
     * @param banks whose digests each must have
     * @return empty when an event has no digest of such a bank, or there are more than {@link #MAX_COMPONENTS}
     */
    public static Optional<List<Component>> of(EventLog log, int pcr, Collection<TpmHash> banks) {
        List<Component> found = new ArrayList<>();
        Map<String, Integer> counted = new HashMap<>();
        for (EventLog.Event event : log.events()) {
            if (event.pcr() != pcr || event.isNoAction() || isTheSameEverywhere(event, banks)) {
                continue;
            }
            if (!event.digests().keySet().containsAll(banks) || found.size() == MAX_COMPONENTS) {
                return Optional.empty();
            }
            String kind = event.name().toLowerCase(Locale.ROOT).replace(' ', '-');
            Map<TpmHash, byte[]> digests = new TreeMap<>();
            banks.forEach(bank -> digests.put(bank, event.digests().get(bank)));
            found.add(new Component(prefix(pcr) + kind + "-" + counted.merge(kind, 1, Integer::sum), digests));
        }
        return Optional.of(List.copyOf(found));
    }

    private static boolean isTheSameEverywhere(EventLog.Event event, Collection<TpmHash> banks) {
        boolean known = switch (event.type()) {
            case SEPARATOR -> Arrays.equals(event.data(), new byte[4]);
            case ACTION -> ACTIONS.contains(new String(event.data(), StandardCharsets.ISO_8859_1));
            default -> false;
        };
        return known && banks.stream().allMatch(bank -> BootStory.isProved(event, bank));
    }
}
