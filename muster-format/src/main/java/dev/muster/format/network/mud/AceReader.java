package dev.muster.format.network.mud;

import dev.muster.format.json.JsonCursor;
import dev.muster.format.json.JsonException;
import dev.muster.format.network.mud.Finding.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One rule. A permission that cannot be understood whole is not used; a prohibition is used with what was understood of it,
 * so that it forbids more and not less.
 */
final class AceReader {
    static final int TCP = 6;
    static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    private static final Map<String, Ace.Forwarding> OTHER_WORDS = Map.of(
            "permit", Ace.Forwarding.ACCEPT,
            "allow", Ace.Forwarding.ACCEPT,
            "deny", Ace.Forwarding.DROP,
            "block", Ace.Forwarding.DROP);

    private final Members ace;
    private final Acl.Type type;
    private boolean understood = true;

    AceReader(Members ace, Acl.Type type) {
        this.ace = ace;
        this.type = type;
    }

    Optional<Ace> read() {
        String name = ace.text(ace.drafted(ace.own(AclReader.MODULE, "name"), AclReader.MODULE, "rule-name"))
                .orElse("");
        Optional<JsonCursor> found = ace.own(AclReader.MODULE, "matches");
        if (found.isEmpty()) {
            // RFC 8519: a rule without matches is for everything.
            Optional<Ace.Forwarding> forwarding = forwarding(ace);
            ace.nothingElse(Code.MEMBER_UNKNOWN);
            return forwarding.flatMap(f -> used(new Ace(
                    name,
                    f,
                    0,
                    Ace.Network.ANY,
                    OptionalInt.empty(),
                    Ace.Ports.ANY,
                    Ace.Icmp.ANY,
                    Optional.empty(),
                    List.of(),
                    OptionalInt.empty(),
                    List.of())));
        }
        Members matches = new Members(found.get(), ace.findings());
        Optional<Ace.Forwarding> forwarding = forwarding(ace).or(() -> inside(matches));
        if (forwarding.isEmpty()) {
            ace.note(Code.ACE_WITHOUT_ACTION, "the rule \"" + name + "\" does not say what to do");
            return Optional.empty();
        }
        Ace rule = rule(name, forwarding.get(), matches);
        ace.own(AclReader.MODULE, "statistics");
        ace.nothingElse(Code.MEMBER_UNKNOWN);
        return used(rule);
    }

    private Optional<Ace> used(Ace rule) {
        if (rule.forwarding() != Ace.Forwarding.ACCEPT) {
            ace.note(
                    Code.NOT_ACCEPT,
                    "the rule \"" + rule.name() + "\" forbids: a description lists what a device needs");
        }
        if (!understood) {
            boolean permits = rule.forwarding() == Ace.Forwarding.ACCEPT;
            ace.note(
                    Code.ACE_NOT_UNDERSTOOD,
                    "the rule \"" + rule.name() + "\" has a match that is not understood: "
                            + (permits ? "not used" : "used without it"));
            return permits ? Optional.empty() : Optional.of(rule);
        }
        return Optional.of(rule);
    }

    private Ace rule(String name, Ace.Forwarding forwarding, Members matches) {
        // Drafts 14 to 16 had layers around the headers.
        for (String layer : List.of("l2", "l3", "l4")) {
            matches.into(AclReader.MODULE, layer);
        }
        NetworkReader network = new NetworkReader(matches, type, this::notUnderstood);
        Ace.Network ends = network.read();
        TransportReader transport = new TransportReader(matches, network.protocol(), this::notUnderstood);
        Ace.Ports ports = transport.ports();
        Ace.Icmp icmp = transport.icmp();
        Optional<Ace.Initiated> initiated = transport.initiated();
        List<Party> parties = PartyReader.read(matches, this::notUnderstood);
        OptionalInt ethertype = network.ethertype();
        List<TlsProfile> profiles = TlsProfileReader.read(matches, this::notUnderstood);
        OptionalInt protocol = protocol(network, transport, matches);
        if (!matches.nothingElse(Code.MEMBER_UNKNOWN)) {
            understood = false;
        }
        return new Ace(
                name,
                forwarding,
                network.family(),
                ends,
                protocol,
                ports,
                icmp,
                initiated,
                parties,
                ethertype,
                profiles);
    }

    /** What the transport implies, and what the IP header names, must be one protocol. */
    private OptionalInt protocol(NetworkReader network, TransportReader transport, Members matches) {
        OptionalInt named = network.protocol();
        int family = network.family();
        int implied = switch (transport.transport()) {
            case "tcp" -> TCP;
            case "udp" -> UDP;
            case "icmp" -> family == 6 || (named.isPresent() && named.getAsInt() == ICMPV6) ? ICMPV6 : ICMP;
            default -> -1;
        };
        if (implied < 0) {
            return named;
        }
        if (named.isPresent() && named.getAsInt() != implied) {
            matches.note(Code.ACE_PROTOCOL_DIFFERS, transport.transport() + " is not protocol " + named.getAsInt());
            understood = false;
        }
        return OptionalInt.of(implied);
    }

    private Optional<Ace.Forwarding> forwarding(Members holder) {
        return holder.own(AclReader.MODULE, "actions").flatMap(at -> actions(holder, at));
    }

    /** RFC 9761's example has the actions inside the matches. */
    private Optional<Ace.Forwarding> inside(Members matches) {
        if (matches.cursor().find("actions").isEmpty()) {
            return Optional.empty();
        }
        matches.note(Code.ACTIONS_INSIDE_MATCHES, "\"actions\" stands beside \"matches\", not in it");
        return forwarding(matches);
    }

    private Optional<Ace.Forwarding> actions(Members holder, JsonCursor at) {
        try {
            Members actions = new Members(at, ace.findings());
            Optional<JsonCursor> named = actions.own(AclReader.MODULE, "forwarding");
            boolean permit = named.isEmpty()
                    && actions.drafted(named, AclReader.MODULE, "permit").isPresent();
            boolean deny = named.isEmpty()
                    && actions.drafted(named, AclReader.MODULE, "deny").isPresent();
            String word = actions.text(named).orElse("");
            actions.own(AclReader.MODULE, "logging");
            actions.nothingElse(Code.MEMBER_UNKNOWN);
            if (permit || deny) {
                return Optional.of(deny ? Ace.Forwarding.DROP : Ace.Forwarding.ACCEPT);
            }
            String bare = word.substring(word.indexOf(':') + 1);
            for (Ace.Forwarding forwarding : Ace.Forwarding.values()) {
                String right = forwarding.name().toLowerCase(java.util.Locale.ROOT);
                if (right.equalsIgnoreCase(bare)) {
                    if (!right.equals(bare)) {
                        holder.note(Code.WORD_OF_A_DRAFT, at, "\"" + bare + "\" is written \"" + right + "\"");
                    }
                    return Optional.of(forwarding);
                }
            }
            Optional<Ace.Forwarding> other =
                    Optional.ofNullable(OTHER_WORDS.get(bare.toLowerCase(java.util.Locale.ROOT)));
            if (other.isPresent()) {
                holder.note(Code.WORD_OF_A_DRAFT, at, "\"" + bare + "\" is no action of RFC 8519, and clear");
                return other;
            }
            holder.note(Code.MEMBER_NOT_READ, at, "\"" + word + "\" is no action of RFC 8519");
        } catch (JsonException notAnObject) {
            holder.note(Code.MEMBER_NOT_READ, at, notAnObject.reason());
        }
        return Optional.empty();
    }

    private void notUnderstood() {
        understood = false;
    }

    /** The object of this name when it is one; anything else is noted and not understood. */
    static Optional<Members> object(Members in, Optional<JsonCursor> at, Runnable notUnderstood) {
        if (at.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Members(at.get(), in.findings()));
        } catch (JsonException other) {
            in.note(Code.MEMBER_NOT_READ, at.get(), other.reason());
            notUnderstood.run();
            return Optional.empty();
        }
    }

    static List<Integer> numbers(Members in, Optional<JsonCursor> at, int most, Runnable notUnderstood) {
        List<Integer> all = new ArrayList<>();
        for (JsonCursor entry : in.elements(at)) {
            Optional<Long> number = in.number(entry, 0, most);
            number.ifPresentOrElse(n -> all.add(n.intValue()), notUnderstood);
        }
        return all;
    }
}
