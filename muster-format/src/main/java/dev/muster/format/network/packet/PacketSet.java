package dev.muster.format.network.packet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A set of packets, exact: boxes that have nothing in common. Two sets may be equal and have other boxes, so sets are
 * compared with {@link #sameAs} and never with {@code equals}.
 */
public final class PacketSet {
    /** A policy of 200 rules has about 400; beyond this the pieces of differences only cost. */
    public static final int BOXES_MOST = 20_000;

    private static final Comparator<Box> ORDER = Comparator.comparing(Box::way)
            .thenComparing(Box::peers)
            .thenComparing(b -> b.protocol().low())
            .thenComparing(b -> b.peer().low())
            .thenComparing(b -> b.own().low())
            .thenComparing(b -> b.other().low());

    /** No packet at all. */
    public static final PacketSet NONE = new PacketSet(List.of());

    private final List<Box> boxes;

    private PacketSet(List<Box> boxes) {
        if (boxes.size() > BOXES_MOST) {
            throw new IllegalArgumentException("a set of more than " + BOXES_MOST + " boxes");
        }
        this.boxes = List.copyOf(boxes);
    }

    /** What is in any of the boxes. */
    public static PacketSet of(Collection<Box> boxes) {
        List<Box> apart = new ArrayList<>();
        for (Box box : boxes) {
            List<Box> fresh = new ArrayList<>(List.of(box));
            for (Box known : apart) {
                fresh = minus(fresh, known);
            }
            apart.addAll(fresh);
            limit(apart);
        }
        return new PacketSet(joined(apart));
    }

    /** The boxes, in one order; nothing is in two of them. */
    public List<Box> boxes() {
        return boxes;
    }

    public boolean isEmpty() {
        return boxes.isEmpty();
    }

    public boolean has(Packet packet) {
        return boxes.stream().anyMatch(box -> box.has(packet));
    }

    /** What either has. */
    public PacketSet or(PacketSet other) {
        List<Box> all = new ArrayList<>(boxes);
        all.addAll(other.minus(this).boxes);
        return new PacketSet(joined(all));
    }

    /** What both have. */
    public PacketSet and(PacketSet other) {
        List<Box> both = new ArrayList<>();
        for (Box one : boxes) {
            for (Box two : other.boxes) {
                one.and(two).ifPresent(both::add);
            }
            limit(both);
        }
        return new PacketSet(joined(both));
    }

    /** What the other does not have. */
    public PacketSet minus(PacketSet other) {
        List<Box> rest = boxes;
        for (Box box : other.boxes) {
            rest = minus(rest, box);
            limit(rest);
        }
        return new PacketSet(rest);
    }

    /** Whether everything of the other is in this. */
    public boolean includes(PacketSet other) {
        return other.minus(this).isEmpty();
    }

    /** Whether both have exactly the same packets. */
    public boolean sameAs(PacketSet other) {
        return includes(other) && other.includes(this);
    }

    private static List<Box> minus(List<Box> from, Box box) {
        List<Box> rest = new ArrayList<>(from.size());
        for (Box one : from) {
            rest.addAll(one.minus(box));
        }
        return rest;
    }

    private static void limit(List<Box> boxes) {
        if (boxes.size() > BOXES_MOST) {
            throw new IllegalArgumentException("a set of more than " + BOXES_MOST + " boxes");
        }
    }

    /** Neighbours become one box until there are none: fewer rules, and nearly always one form for one set. */
    private static List<Box> joined(List<Box> apart) {
        List<Box> all = new ArrayList<>(apart);
        all.sort(ORDER);
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                var one = all.get(i).joined(all.get(j));
                if (one.isPresent()) {
                    all.set(i, one.get());
                    all.remove(j);
                    i = -1;
                    break;
                }
            }
        }
        return all;
    }
}
