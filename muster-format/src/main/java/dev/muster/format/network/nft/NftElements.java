package dev.muster.format.network.nft;

import dev.muster.format.network.nft.NftGateway.Member;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Way;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The table {@value NftGateway#TABLE} in another form, which permits the same: what each device may do are elements of sets that
 * all share, and no chain is any device's own. The kernel looks at every rule again whenever rules change, so in the form of
 * {@link NftGateway} one device's change costs the more the more devices there are; here it is some elements.
 *
 * <p>A flow's mark says by whose policy it began, as there. The half of the sender is taken from a map; that of the receiver is
 * put together bit by bit, since no rule of an older kernel sets a part of a mark from a map.
 */
public final class NftElements {
    /** Its rules are loaded in a second, and listed and proved in some. */
    public static final int MEMBERS_MOST = 5_000;

    /** Each shape is one more rule that the first packet of a flow may pass. */
    public static final int SHAPES_MOST = 512;

    /** A device of two families has 40. */
    private static final int CHANGE_AT_ONCE = 100;

    private final Map<String, Member> members;
    private final Map<String, Map<String, Set<String>>> elements;
    private final Map<String, Integer> shapes;

    private NftElements(
            Map<String, Member> members, Map<String, Map<String, Set<String>>> elements, Map<String, Integer> shapes) {
        this.members = members;
        this.elements = elements;
        this.shapes = shapes;
    }

    /** Whether a listing is of this form. */
    public static boolean is(String listing) {
        return listing.contains("chain flows-from {");
    }

    /**
     * The form of these devices.
     *
     * @return empty when elements cannot say it: a device's address is a network, or there are too many shapes
     * @throws IllegalArgumentException when there are too many devices, or two share an interface or an address
     */
    public static Optional<NftElements> of(Map<String, Member> members) {
        NftGateway.checked(members, MEMBERS_MOST);
        boolean single = members.values().stream()
                .flatMap(m -> m.device().addresses().stream())
                .allMatch(a -> a.length() == Prefix.bits(a.family()));
        if (!single) {
            return Optional.empty();
        }
        NftElements all = new NftElements(new HashMap<>(members), new HashMap<>(), new TreeMap<>());
        members.forEach((id, member) -> {
            Map<String, Set<String>> of = elements(id, member);
            all.elements.put(id, of);
            of.keySet().forEach(set -> count(all.shapes, set, 1));
        });
        return all.shapes.size() > SHAPES_MOST ? Optional.empty() : Optional.of(all);
    }

    /**
     * A change of some devices.
     *
     * @param text as {@code nft -f} takes it; empty when nothing changes
     */
    public record Change(String text, NftElements after) {}

    /**
     * What has to change so that these devices are guarded.
     *
     * @param wanted all of them; those that are the same objects are known to be unchanged
     * @return empty when rules have to change, too
     */
    public Optional<Change> change(Map<String, Member> wanted) {
        Map<String, Integer> used = new TreeMap<>(shapes);
        Map<String, Set<String>> gone = new LinkedHashMap<>();
        Map<String, Set<String>> added = new LinkedHashMap<>();
        boolean others = false;
        for (String id : changed(wanted)) {
            Member now = wanted.get(id);
            Member last = members.get(id);
            others |= now == null || last == null || !now.device().equals(last.device());
            if (now != null && now.device().addresses().stream().anyMatch(a -> a.length() != Prefix.bits(a.family()))) {
                return Optional.empty();
            }
            Map<String, Set<String>> before = last == null ? Map.of() : said(id, last);
            Map<String, Set<String>> after = now == null ? Map.of() : elements(id, now);
            before.keySet().forEach(set -> count(used, set, -1));
            after.keySet().forEach(set -> count(used, set, 1));
            before.forEach((set, all) -> without(all, after.getOrDefault(set, Set.of()), set, gone));
            after.forEach((set, all) -> without(all, before.getOrDefault(set, Set.of()), set, added));
        }
        used.values().removeIf(count -> count == 0);
        if (!used.keySet().equals(shapes.keySet())) {
            return Optional.empty();
        }
        if (others) {
            NftGateway.checked(wanted, MEMBERS_MOST);
        }
        String text = text("delete", gone) + text("add", added);
        return Optional.of(new Change(text, new NftElements(new HashMap<>(wanted), Map.of(), used)));
    }

    /** Few of thousands: nothing is made for those that stay as they were. */
    private List<String> changed(Map<String, Member> wanted) {
        List<String> ids = new ArrayList<>();
        int known = 0;
        for (Map.Entry<String, Member> each : wanted.entrySet()) {
            Member last = members.get(each.getKey());
            known += last == null ? 0 : 1;
            if (!each.getValue().equals(last)) {
                ids.add(each.getKey());
            }
        }
        if (known < members.size()) {
            members.keySet().stream().filter(id -> !wanted.containsKey(id)).forEach(ids::add);
        }
        return ids;
    }

    /** What is said of one device; kept for those that were written and did not change since. */
    private Map<String, Set<String>> said(String id, Member member) {
        Map<String, Set<String>> kept = elements.get(id);
        return kept != null ? kept : elements(id, member);
    }

    /** Sets that are there for some devices only: with each goes a rule. */
    private static void count(Map<String, Integer> shapes, String set, int devices) {
        if (!NftElementRules.SETS.containsKey(set)) {
            shapes.merge(set, devices, Integer::sum);
        }
    }

    private static void without(Set<String> these, Set<String> those, String set, Map<String, Set<String>> left) {
        for (String one : these) {
            if (!those.contains(one)) {
                left.computeIfAbsent(set, s -> new LinkedHashSet<>()).add(one);
            }
        }
    }

    private static String text(String word, Map<String, Set<String>> change) {
        StringBuilder text = new StringBuilder();
        change.forEach((set, all) -> {
            List<String> list = List.copyOf(all);
            for (int from = 0; from < list.size(); from += CHANGE_AT_ONCE) {
                String some = String.join(", ", list.subList(from, Math.min(list.size(), from + CHANGE_AT_ONCE)));
                text.append(word)
                        .append(" element ")
                        .append(NftGateway.TABLE)
                        .append(' ')
                        .append(set);
                text.append(" { ").append(some).append(" }\n");
            }
        });
        return text.toString();
    }

    /** The whole table; it removes what an earlier one left, in the same transaction. */
    public String text() {
        StringBuilder text = new StringBuilder();
        String table = "table " + NftGateway.TABLE;
        text.append(table)
                .append("\ndelete ")
                .append(table)
                .append('\n')
                .append(table)
                .append(" {\n");
        Map<String, StringBuilder> all = new HashMap<>();
        for (Map.Entry<String, Member> each : new TreeMap<>(members).entrySet()) {
            said(each.getKey(), each.getValue()).forEach((set, some) -> {
                StringBuilder list = all.computeIfAbsent(set, s -> new StringBuilder());
                some.forEach(one -> list.append(list.isEmpty() ? "" : ", ").append(one));
            });
        }
        TreeSet<Peers> named = new TreeSet<>();
        List<NftShape> permits = permits();
        permits.stream().filter(p -> !p.name().isEmpty()).forEach(p -> named.add(new Peers(p.family(), p.name())));
        named.forEach(peers -> NftGateway.named(peers, text));
        NftElementRules.SETS.forEach((set, head) -> block(set, head, all, text));
        permits.forEach(shape -> {
            String head = "type " + shape.type() + (shape.ranges() ? "\n    flags interval" : "") + "\n    counter";
            block(shape.set(), head, all, text);
        });
        NftElementRules.write(permits, text);
        return text.append("}\n").toString();
    }

    private static void block(String set, String head, Map<String, StringBuilder> all, StringBuilder text) {
        text.append(set.equals("marks") ? "  map " : "  set ").append(set);
        text.append(" {\n    ").append(head).append('\n');
        StringBuilder list = all.get(set);
        if (list != null) {
            text.append("    elements = { ").append(list).append(" }\n");
        }
        text.append("  }\n");
    }

    private List<NftShape> permits() {
        List<NftShape> permits = new ArrayList<>();
        shapes.keySet().forEach(set -> NftShape.of(set).ifPresent(permits::add));
        return permits;
    }

    /** What is said of one device, by set. */
    private static Map<String, Set<String>> elements(String id, Member member) {
        Map<String, Set<String>> all = NftElementRules.identity(id, member);
        for (Box box : member.permitted().boxes()) {
            if (NftText.possible(box)) {
                NftShape shape = NftShape.of(box);
                int family = box.peers().family();
                List<String> subjects = box.way() == Way.FROM_DEVICE
                        ? List.of(member.device().mac())
                        : NftElementRules.addresses(member, family);
                for (String subject : subjects) {
                    all.computeIfAbsent(shape.set(), s -> new LinkedHashSet<>()).addAll(shape.elements(box, subject));
                }
            }
        }
        return all;
    }
}
