package dev.muster.format.network.mud;

import dev.muster.format.network.mud.Finding.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is odd about a file as a whole: its references, and what its rules together say. */
final class MudLint {
    private final MudFile file;
    private final String path;
    private final List<Finding> findings = new ArrayList<>();

    private MudLint(MudFile file, String path) {
        this.file = file;
        this.path = path;
    }

    static List<Finding> of(MudFile file, String path) {
        MudLint lint = new MudLint(file, path);
        lint.references();
        lint.rules(true);
        lint.rules(false);
        return lint.findings;
    }

    private void references() {
        Set<String> referenced = new HashSet<>(file.fromDevice());
        referenced.addAll(file.toDevice());
        Set<String> there = new HashSet<>();
        file.acls().forEach(acl -> there.add(acl.name()));
        for (String name : referenced) {
            if (!there.contains(name)) {
                note(Code.ACL_NOT_THERE, "the policy names the list \"" + name + "\", which is not there");
            }
        }
        for (String name : there) {
            if (!referenced.contains(name)) {
                note(Code.ACL_NOT_REFERENCED, "no policy names the list \"" + name + "\": its rules mean nothing");
            }
        }
        if (referenced.isEmpty()) {
            note(Code.NO_POLICY, "the file permits nothing");
        }
    }

    private void rules(boolean from) {
        List<Ace> back =
                file.lists(!from).stream().flatMap(acl -> acl.aces().stream()).toList();
        for (Acl acl : file.lists(from)) {
            for (Ace ace : acl.aces()) {
                if (ace.forwarding() == Ace.Forwarding.ACCEPT) {
                    rule(acl, ace, from, back);
                }
            }
        }
    }

    private void rule(Acl acl, Ace ace, boolean from, List<Ace> back) {
        String words = "the rule \"" + ace.name() + "\" of \"" + acl.name() + "\" ";
        Ace.Network network = ace.network();
        Optional<String> name = from ? network.destinationName() : network.sourceName();
        boolean literal = (from ? network.destination() : network.source())
                .filter(p -> !special(p))
                .isPresent();
        if (literal) {
            note(Code.ADDRESS_LITERAL, words + "names an address, which the maker may lose (RFC 9726 §6)");
        }
        boolean anybody =
                ace.party().isEmpty() && name.isEmpty() && (from ? network.destination() : network.source()).isEmpty();
        if (anybody && ace.ethertype().isEmpty()) {
            note(Code.WIDE_OPEN, words + "is for everybody on the network");
        }
        boolean opener =
                ace.initiated().map(i -> i == Ace.Initiated.FROM_DEVICE == from).orElse(false);
        if (opener && back.stream().noneMatch(other -> mirrors(ace, other))) {
            note(Code.ONE_WAY, words + "has no rule for the answers; a filter that keeps state lets them through");
        }
    }

    /** Multicast, broadcast and link-local addresses are constants of protocols, not somebody's. */
    private static boolean special(dev.muster.format.network.packet.Prefix prefix) {
        int top = prefix.base()
                .shiftRight(dev.muster.format.network.packet.Prefix.bits(prefix.family()) - 8)
                .intValue();
        return prefix.length() >= 8 && (prefix.family() == 4 ? top >= 224 : top == 0xff || top == 0xfe);
    }

    private static boolean mirrors(Ace one, Ace other) {
        return one.protocol().equals(other.protocol())
                && one.party().equals(other.party())
                && one.network().destinationName().equals(other.network().sourceName())
                && one.network().sourceName().equals(other.network().destinationName());
    }

    private void note(Code code, String words) {
        findings.add(new Finding(code, path, words));
    }
}
