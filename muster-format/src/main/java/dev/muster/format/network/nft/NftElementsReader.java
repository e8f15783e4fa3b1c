package dev.muster.format.network.nft;

import dev.muster.format.network.nft.NftGateway.Member;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Way;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the table of a gateway whose permissions are elements. Each element is a box of one device; everything else has to be what
 * the one writer makes of the devices that were read.
 */
final class NftElementsReader {
    private final Map<String, List<String>> blocks;
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, String> macs = new TreeMap<>();
    private final Map<String, List<Prefix>> addresses = new HashMap<>();
    private final Map<String, List<Box>> boxes = new HashMap<>();

    private NftElementsReader(Map<String, List<String>> blocks) {
        this.blocks = blocks;
    }

    /** @throws NftException when there is anything that is not ours, or a way around it */
    static Map<String, Member> read(Map<String, List<String>> blocks) {
        return new NftElementsReader(blocks).members();
    }

    private Map<String, Member> members() {
        for (String line : lines("set interfaces")) {
            int comment = line.indexOf(" comment \"");
            if (comment > 0 && line.endsWith("\"") && line.length() > comment + 10) {
                String id = line.substring(comment + 10, line.length() - 1);
                ids.put(line.substring(0, comment), id);
                macs.put(id, line.substring(0, comment));
            }
        }
        for (int family : new int[] {4, 6}) {
            for (String line : lines("set own" + family)) {
                if (!line.startsWith("type ")) {
                    own(line);
                }
            }
        }
        blocks.forEach((block, all) -> {
            Optional<NftShape> shape = block.startsWith("set ") ? NftShape.of(block.substring(4)) : Optional.empty();
            shape.ifPresent(one -> permits(one, all));
        });
        Map<String, Member> members = new TreeMap<>();
        macs.forEach((id, mac) -> {
            List<Prefix> own = addresses.getOrDefault(id, List.of());
            try {
                members.put(id, new Member(new Guarded(mac, own), permitted(mac, own)));
            } catch (IllegalArgumentException no) {
                throw new NftException(id + ": " + no.getMessage(), 1);
            }
        });
        same(members);
        return members;
    }

    private List<String> lines(String block) {
        return blocks.getOrDefault(block, List.of());
    }

    private void own(String line) {
        int dot = line.indexOf(" . ");
        Prefix address = Prefix.parse(dot < 0 ? line : line.substring(0, dot))
                .orElseThrow(() -> new NftException("not understood: " + line, 1));
        String id = ids.get(line.substring(dot + 3));
        if (dot < 0 || id == null) {
            throw new NftException("an address of nobody: " + line, 1);
        }
        addresses.computeIfAbsent(id, i -> new ArrayList<>()).add(address);
    }

    private void permits(NftShape shape, List<String> lines) {
        for (String line : lines) {
            if (line.startsWith("type ") || line.equals("flags interval") || line.equals("counter")) {
                continue;
            }
            NftShape.Permit permit;
            try {
                permit = shape.read(plain(line));
            } catch (IllegalArgumentException no) {
                throw new NftException("not understood: " + line, 1);
            }
            boxes.computeIfAbsent(permit.subject(), s -> new ArrayList<>()).add(permit.box());
        }
    }

    /** An element without what it counted. */
    static String plain(String line) {
        int counter = line.indexOf(" counter");
        if (counter < 0) {
            return line;
        }
        String said = line.substring(counter + 8);
        if (!said.isEmpty() && !said.matches(" packets [0-9]+ bytes [0-9]+")) {
            throw new NftException("not understood: " + line, 1);
        }
        return line.substring(0, counter);
    }

    /** What is said of the interface, and of each address: to all of a family the same. */
    private PacketSet permitted(String mac, List<Prefix> own) {
        List<Box> all = new ArrayList<>(take(mac, Way.FROM_DEVICE));
        Map<Integer, List<Box>> families = new HashMap<>();
        for (Prefix address : own) {
            List<Box> to = take(NftGateway.network(address), Way.TO_DEVICE);
            List<Box> before = families.putIfAbsent(address.family(), to);
            if (before != null && !PacketSet.of(before).sameAs(PacketSet.of(to))) {
                throw new NftException("other things to " + address + " than to the others of its device", 1);
            }
        }
        families.values().forEach(all::addAll);
        return PacketSet.of(all);
    }

    private List<Box> take(String subject, Way way) {
        List<Box> all = boxes.remove(subject);
        if (all != null && all.stream().anyMatch(box -> box.way() != way)) {
            throw new NftException(subject + " stands where it does not belong", 1);
        }
        return all == null ? List.of() : all;
    }

    private void same(Map<String, Member> members) {
        if (!boxes.isEmpty()) {
            throw new NftException("permissions of nobody: " + boxes.keySet(), 1);
        }
        Map<String, List<String>> written;
        try {
            written = NftGatewayReader.blocks(NftElements.of(members)
                    .orElseThrow(() -> new NftException("elements do not say that", 1))
                    .text());
        } catch (IllegalArgumentException no) {
            throw new NftException(String.valueOf(no.getMessage()), 1);
        }
        if (!blocks.keySet().equals(written.keySet())) {
            Set<String> more = new HashSet<>(blocks.keySet());
            more.removeAll(written.keySet());
            throw new NftException("parts that are not ours, or are missing: " + more, 1);
        }
        blocks.forEach((name, lines) -> {
            List<String> ours = written.getOrDefault(name, List.of());
            boolean permits =
                    name.startsWith("set ") && NftShape.of(name.substring(4)).isPresent();
            boolean same = name.startsWith("chain ")
                    ? lines.equals(ours)
                    : permits ? heads(lines).equals(heads(ours)) : set(lines).equals(set(ours));
            if (!same) {
                throw new NftException(name + " is not what its devices need", 1);
            }
        });
    }

    private static List<String> heads(List<String> lines) {
        return lines.stream()
                .takeWhile(line -> line.startsWith("type ") || line.equals("flags interval") || line.equals("counter"))
                .toList();
    }

    private static Set<String> set(List<String> lines) {
        Set<String> all = new HashSet<>();
        for (String line : lines) {
            int limit = line.indexOf(" limit rate ");
            boolean shown = limit > 0 && line.substring(limit + 1).equals(NftElementRules.LIMIT.strip());
            boolean named = line.contains(" timeout ");
            // What the addresses of a name are is the resolver's business, who gives each an end.
            if (!named || !line.matches("[0-9a-f.:]+ timeout [0-9a-z]+( expires [0-9a-z]+)?")) {
                all.add(shown ? line.substring(0, limit) : plain(line));
            }
        }
        return all;
    }
}
