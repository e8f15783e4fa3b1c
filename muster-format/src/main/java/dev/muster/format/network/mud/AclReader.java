package dev.muster.format.network.mud;

import dev.muster.format.json.Json;
import dev.muster.format.json.JsonCursor;
import dev.muster.format.network.mud.Finding.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The access control lists, wherever the file keeps them. */
final class AclReader {
    static final String MODULE = "ietf-access-control-list";

    private static final Map<String, Acl.Type> TYPES = Map.ofEntries(
            Map.entry("ipv4-acl-type", Acl.Type.IPV4),
            Map.entry("ipv6-acl-type", Acl.Type.IPV6),
            Map.entry("eth-acl-type", Acl.Type.ETHERNET),
            Map.entry("mixed-eth-ipv4-acl-type", Acl.Type.MIXED),
            Map.entry("mixed-eth-ipv6-acl-type", Acl.Type.MIXED),
            Map.entry("mixed-eth-ipv4-ipv6-acl-type", Acl.Type.MIXED));

    /** What the drafts and their tools wrote. */
    private static final Map<String, Acl.Type> SHORT_TYPES = Map.ofEntries(
            Map.entry("ipv4-acl", Acl.Type.IPV4),
            Map.entry("ipv4", Acl.Type.IPV4),
            Map.entry("ipv6-acl", Acl.Type.IPV6),
            Map.entry("ipv6", Acl.Type.IPV6),
            Map.entry("ethernet-acl-type", Acl.Type.ETHERNET),
            Map.entry("ethernet-acl", Acl.Type.ETHERNET),
            Map.entry("eth-acl", Acl.Type.ETHERNET),
            Map.entry("mixed-l2-l3-ipv4-acl", Acl.Type.MIXED),
            Map.entry("mixed-l2-l3-ipv6-acl", Acl.Type.MIXED),
            Map.entry("mixed-l2-l3-ipv4-ipv6-acl", Acl.Type.MIXED));

    private final JsonCursor root;
    private final Members mud;

    AclReader(JsonCursor root, Members mud) {
        this.root = root;
        this.mud = mud;
    }

    List<Acl> read() {
        List<Acl> acls = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Members top = new Members(root, mud.findings());
        top.added(MudReader.MUD, "mud");
        for (JsonCursor container : containers(top)) {
            Members lists = new Members(container, mud.findings());
            List<JsonCursor> entries = new ArrayList<>(lists.elements(lists.own(MODULE, "acl")));
            entries.addAll(lists.elements(lists.own(MODULE, "access-list")));
            for (JsonCursor entry : entries) {
                Acl acl = acl(new Members(entry, mud.findings()));
                if (!names.add(acl.name())) {
                    mud.note(Code.ACL_NAME_TWICE, entry, "a second list \"" + acl.name() + "\" is not used");
                    continue;
                }
                acls.add(acl);
            }
            lists.nothingElse(Code.MEMBER_UNKNOWN);
        }
        top.extensionsOnly();
        return acls;
    }

    /** RFC 8519 has {@code acls}; its drafts had {@code access-lists}; RFC 9761's example has them inside {@code mud}. */
    private List<JsonCursor> containers(Members top) {
        List<JsonCursor> all = new ArrayList<>();
        top.added(MODULE, "acls").ifPresent(all::add);
        top.added(MODULE, "access-lists").ifPresent(at -> {
            top.note(Code.ROOT_OF_A_DRAFT, at, "\"access-lists\" is a draft's word for \"acls\"");
            all.add(at);
        });
        mud.added(MODULE, "acls").ifPresent(at -> {
            top.note(Code.ACL_INSIDE_MUD, at, "the lists stand beside ietf-mud:mud, not in it");
            all.add(at);
        });
        return all;
    }

    private Acl acl(Members acl) {
        Optional<JsonCursor> draft =
                acl.cursor().find("acl-name").isPresent() ? acl.own(MODULE, "acl-name") : Optional.empty();
        draft.ifPresent(at -> acl.note(Code.ROOT_OF_A_DRAFT, at, "\"acl-name\" is a draft's word for \"name\""));
        String name = acl.text(acl.own(MODULE, "name").or(() -> draft)).orElse("");
        if (name.isEmpty()) {
            acl.note(Code.MEMBER_MISSING, "a list without a name");
        }
        Optional<Acl.Type> type = type(acl);
        List<Ace> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonCursor entry : entries(acl)) {
            Members ace = new Members(entry, mud.findings());
            new AceReader(ace, type.orElse(Acl.Type.MIXED)).read().ifPresent(rule -> {
                if (!names.add(rule.name())) {
                    ace.note(Code.ACE_NAME_TWICE, "a second rule \"" + rule.name() + "\" in one list");
                }
                rules.add(rule);
            });
        }
        acl.nothingElse(Code.MEMBER_UNKNOWN);
        return new Acl(name, type.orElse(Acl.Type.MIXED), rules);
    }

    /** The rules of a list: drafts before 11 had {@code access-list-entries}, the first of them without {@code ace} in it. */
    private List<JsonCursor> entries(Members acl) {
        Optional<JsonCursor> aces = acl.drafted(acl.own(MODULE, "aces"), MODULE, "access-list-entries");
        if (aces.isEmpty()) {
            return List.of();
        }
        if (aces.get().value() instanceof Json.Arr) {
            return acl.elements(aces);
        }
        Members inner = new Members(aces.get(), mud.findings());
        List<JsonCursor> all = inner.elements(inner.own(MODULE, "ace"));
        inner.nothingElse(Code.MEMBER_UNKNOWN);
        return all;
    }

    private static Optional<Acl.Type> type(Members acl) {
        Optional<JsonCursor> at = acl.drafted(acl.own(MODULE, "type"), MODULE, "acl-type");
        String word = acl.text(at).orElse("");
        // RFC 7951 §6.8 has the module's name; tools also write a prefix of their own.
        String bare = word.substring(word.indexOf(':') + 1);
        Acl.Type exact = TYPES.get(bare);
        if (exact != null) {
            return Optional.of(exact);
        }
        Acl.Type known = SHORT_TYPES.get(bare);
        if (known != null) {
            acl.note(Code.ACL_TYPE_SHORT, "the type \"" + word + "\" is no identity of RFC 8519");
        } else if (at.isPresent()) {
            acl.note(Code.ACL_TYPE_UNKNOWN, "the type \"" + word + "\" is not known");
        } else {
            acl.note(Code.MEMBER_MISSING, "a list without a type");
        }
        return Optional.ofNullable(known);
    }
}
