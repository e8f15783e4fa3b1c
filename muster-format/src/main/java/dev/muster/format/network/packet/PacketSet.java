package dev.muster.format.network.packet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** Every packet of both families and ways. */
    public static PacketSet everything() {
        List<Box> all = new ArrayList<>();
        for (Way way : Way.values()) {
            for (int family : new int[] {4, 6}) {
                all.add(Box.all(way, new Peers(family, "")));
            }
        }
        return of(all);
    }

    /** What is in any of the boxes. */
    public static PacketSet of(Collection<Box> boxes) {
        List<Box> all = new ArrayList<>();
        for (List<Box> room : rooms(boxes).values()) {
            List<Box> apart = new ArrayList<>();
            for (Box box : room) {
                List<Box> fresh = List.of(box);
                for (Box known : apart) {
                    fresh = minus(fresh, known);
                }
                apart.addAll(fresh);
                limit(apart);
            }
            all.addAll(apart);
        }
        return new PacketSet(joined(all));
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
        Map<Room, List<Box>> rooms = rooms(other.boxes);
        List<Box> both = new ArrayList<>();
        for (Box one : boxes) {
            for (Box two : rooms.getOrDefault(Room.of(one), List.of())) {
                one.and(two).ifPresent(both::add);
            }
            limit(both);
        }
        return new PacketSet(joined(both));
    }

    /** What the other does not have. */
    public PacketSet minus(PacketSet other) {
        Map<Room, List<Box>> rooms = rooms(other.boxes);
        List<Box> all = new ArrayList<>();
        for (Box one : boxes) {
            List<Box> rest = List.of(one);
            for (Box box : rooms.getOrDefault(Room.of(one), List.of())) {
                rest = minus(rest, box);
            }
            all.addAll(rest);
            limit(all);
        }
        return new PacketSet(joined(all));
    }

    /** Whether everything of the other is in this. */
    public boolean includes(PacketSet other) {
        return other.minus(this).isEmpty();
    }

    /** Whether both have exactly the same packets. */
    public boolean sameAs(PacketSet other) {
        return includes(other) && other.includes(this);
    }

    /** Only boxes of one way and room can have anything in common. */
    private record Room(Way way, Peers peers) {
        static Room of(Box box) {
            return new Room(box.way(), box.peers());
        }
    }

    private static Map<Room, List<Box>> rooms(Collection<Box> boxes) {
        Map<Room, List<Box>> rooms = new LinkedHashMap<>();
        for (Box box : boxes) {
            rooms.computeIfAbsent(Room.of(box), r -> new ArrayList<>()).add(box);
        }
        return rooms;
    }

    private static List<Box> minus(List<Box> from, Box box) {
        if (from.size() == 1 && from.getFirst().apart(box)) {
            return from;
        }
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
        List<Box> all = new ArrayList<>(apart.size());
        for (List<Box> room : rooms(apart).values()) {
            if (room.size() == 1) {
                all.add(room.getFirst());
                continue;
            }
            room.sort(ORDER);
            while (joinedOnce(room)) {
                room.sort(ORDER);
            }
            all.addAll(room);
        }
        all.sort(ORDER);
        return all;
    }

    private static boolean joinedOnce(List<Box> room) {
        boolean any = false;
        for (int i = 0; i < room.size(); i++) {
            for (int j = i + 1; j < room.size(); j++) {
                Optional<Box> one = room.get(i).joined(room.get(j));
                if (one.isPresent()) {
                    room.set(i, one.get());
                    room.remove(j);
                    j = i;
                    any = true;
                }
            }
        }
        return any;
    }
}
