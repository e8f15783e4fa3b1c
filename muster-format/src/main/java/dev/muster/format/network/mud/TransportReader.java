package dev.muster.format.network.mud;

import dev.muster.format.json.Json;
import dev.muster.format.json.JsonCursor;
import dev.muster.format.network.mud.Finding.Code;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Matches of TCP, UDP and ICMP. */
final class TransportReader {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})-([0-9]{1,5})");

    private final Runnable notUnderstood;
    private String transport = "";
    private Ace.Ports ports = Ace.Ports.ANY;
    private Ace.Icmp icmp = Ace.Icmp.ANY;
    private Optional<Ace.Initiated> initiated = Optional.empty();

    /** @param protocol what the header of IP says */
    TransportReader(Members matches, OptionalInt protocol, Runnable notUnderstood) {
        this.notUnderstood = notUnderstood;
        headers(matches);
        flat(matches, protocol);
        Optional<JsonCursor> outside = matches.drafted(Optional.empty(), MudReader.MUD, "direction-initiated");
        outside.ifPresent(at -> {
            if (initiated.isPresent()) {
                notUnderstood.run();
            }
            direction(matches, at);
        });
    }

    /** Drafts before 11 had the ports among the matches. */
    private void flat(Members matches, OptionalInt protocol) {
        boolean none = matches.cursor().names().stream().noneMatch(n -> n.endsWith("-port-range"));
        if (none || !transport.isEmpty()) {
            return;
        }
        transport = protocol.equals(OptionalInt.of(AceReader.TCP))
                ? "tcp"
                : protocol.equals(OptionalInt.of(AceReader.UDP)) ? "udp" : "";
        if (!transport.isEmpty()) {
            ports = new Ace.Ports(ports(matches, "source-port"), ports(matches, "destination-port"));
        }
    }

    private void headers(Members matches) {
        for (String name : List.of("tcp", "udp", "icmp")) {
            Optional<JsonCursor> at =
                    matches.drafted(matches.own(AclReader.MODULE, name), AclReader.MODULE, name + "-acl");
            if (at.isPresent() && !transport.isEmpty()) {
                matches.note(
                        Code.ACE_PROTOCOL_DIFFERS,
                        at.get(),
                        "a rule is for one transport: " + transport + " or " + name);
                notUnderstood.run();
            } else if (at.isPresent()) {
                transport = name;
                AceReader.object(matches, at, notUnderstood).ifPresent(this::read);
            }
        }
    }

    /** {@code tcp}, {@code udp}, {@code icmp} or nothing. */
    String transport() {
        return transport;
    }

    Ace.Ports ports() {
        return ports;
    }

    Ace.Icmp icmp() {
        return icmp;
    }

    Optional<Ace.Initiated> initiated() {
        return initiated;
    }

    private void read(Members in) {
        if (transport.equals("icmp")) {
            icmp = new Ace.Icmp(octet(in, "type"), octet(in, "code"));
            in.own(AclReader.MODULE, "rest-of-header").ifPresent(at -> notUnderstood.run());
        } else {
            ports = new Ace.Ports(ports(in, "source-port"), ports(in, "destination-port"));
            Optional<JsonCursor> at = in.added(MudReader.MUD, "direction-initiated");
            at.ifPresent(found -> direction(in, found));
        }
        if (!in.nothingElse(Code.MEMBER_UNKNOWN)) {
            notUnderstood.run();
        }
    }

    private void direction(Members in, JsonCursor at) {
        String word = in.text(Optional.of(at)).orElse("");
        if (!transport.equals("tcp")) {
            // A datagram has no opener: what the file wants is unclear, and taking it as "either" would widen.
            in.note(Code.DIRECTION_NOT_TCP, at, "direction-initiated is for TCP only (RFC 8520 §8.5)");
        }
        switch (word) {
            case "from-device" -> initiated = Optional.of(Ace.Initiated.FROM_DEVICE);
            case "to-device" -> initiated = Optional.of(Ace.Initiated.TO_DEVICE);
            default -> {
                in.note(Code.MEMBER_NOT_READ, at, "\"" + word + "\" is no direction");
                notUnderstood.run();
            }
        }
    }

    private OptionalInt octet(Members in, String name) {
        Optional<JsonCursor> at = in.own(AclReader.MODULE, name);
        if (at.isEmpty()) {
            return OptionalInt.empty();
        }
        Optional<Long> number = in.number(at.get(), 0, 255);
        if (number.isEmpty()) {
            notUnderstood.run();
        }
        return number.map(n -> OptionalInt.of(n.intValue())).orElse(OptionalInt.empty());
    }

    private List<PortRange> ports(Members in, String name) {
        Optional<JsonCursor> at = in.drafted(
                in.own(AclReader.MODULE, name), AclReader.MODULE, name + "-range-or-operator", name + "-range");
        if (at.isEmpty()) {
            return List.of(PortRange.ANY);
        }
        Matcher range = RANGE.matcher(at.get().value() instanceof Json.Text t ? t.value() : "");
        if (range.matches()) {
            int low = Integer.parseInt(range.group(1));
            int high = Integer.parseInt(range.group(2));
            if (low <= high && high <= PortRange.HIGHEST) {
                in.note(Code.PORT_AS_NUMBER, at.get(), "a range stands in an object with its two ports");
                return List.of(new PortRange(low, high));
            }
        }
        if (!(at.get().value() instanceof Json.Obj)) {
            Optional<Long> number = in.number(at.get(), 0, PortRange.HIGHEST);
            if (number.isPresent()) {
                in.note(Code.PORT_AS_NUMBER, at.get(), "a port stands in an object with its operator");
                int port = number.get().intValue();
                return List.of(new PortRange(port, port));
            }
        }
        return AceReader.object(in, at, notUnderstood).flatMap(this::ranges).orElseGet(() -> {
            notUnderstood.run();
            return List.of(PortRange.ANY);
        });
    }

    /** RFC 8519's {@code port-range-or-operator}. */
    private Optional<List<PortRange>> ranges(Members in) {
        Optional<Integer> low = port(in, "lower-port");
        Optional<JsonCursor> upper = in.own(AclReader.MODULE, "upper-port");
        Optional<Integer> high = port(in, "upper-port");
        Optional<Integer> port = port(in, "port");
        Optional<JsonCursor> operator = in.own(AclReader.MODULE, "operator");
        // RFC 8519: eq when there is none.
        String word = operator.isPresent() ? in.text(operator).orElse("?") : "eq";
        if (!in.nothingElse(Code.MEMBER_UNKNOWN)) {
            notUnderstood.run();
        }
        boolean range = operator.isEmpty() || word.equals("range");
        if (range && low.isPresent() && high.isPresent() && port.isEmpty() && low.get() <= high.get()) {
            return Optional.of(List.of(new PortRange(low.get(), high.get())));
        }
        boolean alone = low.isPresent() && port.isEmpty() && upper.isEmpty() && operator.isEmpty();
        if (alone) {
            in.note(Code.WORD_OF_A_DRAFT, "a lower port alone is a draft's word for one port");
            return Optional.of(List.of(new PortRange(low.get(), low.get())));
        }
        if (port.isPresent() && low.isEmpty() && high.isEmpty()) {
            int number = port.get();
            switch (word) {
                case "eq":
                    return Optional.of(List.of(new PortRange(number, number)));
                case "neq":
                    return Optional.of(PortRange.allBut(number));
                case "lte":
                    return Optional.of(List.of(new PortRange(0, number)));
                case "gte":
                    return Optional.of(List.of(new PortRange(number, PortRange.HIGHEST)));
                default:
                    break;
            }
        }
        in.note(Code.PORT_NOT_READ, "neither a port with an operator nor a range that goes up");
        return Optional.empty();
    }

    private static Optional<Integer> port(Members in, String name) {
        return in.own(AclReader.MODULE, name)
                .flatMap(at -> in.number(at, 0, PortRange.HIGHEST))
                .map(Long::intValue);
    }
}
