package dev.muster.core.network.traffic;

import dev.muster.core.network.traffic.LearnedRule.Kind;
import dev.muster.format.json.Json;
import dev.muster.format.json.JsonWriter;
import dev.muster.format.network.packet.Way;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what was learned as a MUD file (RFC 8520) without any deviation. */
public final class LearnedFile {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int CACHE_HOURS = 48;

    private final List<LearnedRule> rules;
    private final boolean answers;
    private final Map<String, List<Json>> lists = new LinkedHashMap<>();

    private LearnedFile(List<LearnedRule> rules, boolean answers) {
        this.rules = rules;
        this.answers = answers;
    }

    /**
     * The text of the file.
     *
     * @param url where it will be
     * @param info what the device is, for people, 60 characters at most
     * @param answers whether answers of UDP get rules of their own, for filters that keep no state: everybody then also may send
     *     from the port that was served
     */
    public static byte[] text(String url, String info, List<LearnedRule> rules, boolean answers, Instant now) {
        LearnedFile file = new LearnedFile(rules, answers);
        file.rules();
        return JsonWriter.indented(file.whole(url, info, now));
    }

    private void rules() {
        int number = 0;
        for (LearnedRule rule : rules) {
            number++;
            boolean from = rule.way() == Way.FROM_DEVICE;
            String name = "rule-" + number;
            add(rule, from, name, matches(rule, from, false));
            boolean back = rule.protocol() == TCP || (rule.protocol() == UDP && answers);
            if (back) {
                add(rule, !from, name + "-answers", matches(rule, !from, true));
            }
        }
    }

    private void add(LearnedRule rule, boolean from, String name, Json matches) {
        String list = (from ? "from" : "to") + "-ipv" + rule.family();
        lists.computeIfAbsent(list, l -> new ArrayList<>())
                .add(object(
                        "name", Json.of(name),
                        "matches", matches,
                        "actions", object("forwarding", Json.of("accept"))));
    }

    /** @param from whether it is a rule for what the device sends */
    private static Json matches(LearnedRule rule, boolean from, boolean answer) {
        Map<String, Json> matches = new LinkedHashMap<>();
        Map<String, Json> ip = new LinkedHashMap<>();
        String side = from ? "destination" : "source";
        if (rule.kind() == Kind.NAME) {
            ip.put("ietf-acldns:" + (from ? "dst" : "src") + "-dnsname", Json.of(rule.peer()));
        } else if (rule.kind() == Kind.ADDRESS) {
            ip.put(side + "-ipv" + rule.family() + "-network", Json.of(rule.peer()));
        }
        ip.put("protocol", Json.of((long) rule.protocol()));
        if (rule.kind() == Kind.CONTROLLER) {
            matches.put("ietf-mud:mud", object("controller", Json.of(rule.peer())));
        } else if (rule.kind() == Kind.LOCAL) {
            matches.put("ietf-mud:mud", object("local-networks", Json.of(List.of(new Json.Null()))));
        }
        matches.put("ipv" + rule.family(), new Json.Obj(ip));
        if (rule.protocol() == TCP || rule.protocol() == UDP) {
            matches.put(rule.protocol() == TCP ? "tcp" : "udp", ports(rule, answer));
        } else if (rule.protocol() == 1 || rule.protocol() == 58) {
            matches.put("icmp", object("type", Json.of((long) rule.low())));
        }
        return new Json.Obj(matches);
    }

    private static Json ports(LearnedRule rule, boolean answer) {
        Map<String, Json> ports = new LinkedHashMap<>();
        if (rule.protocol() == TCP) {
            boolean device = rule.way() == Way.FROM_DEVICE;
            ports.put("ietf-mud:direction-initiated", Json.of(device ? "from-device" : "to-device"));
        }
        ports.put(
                answer ? "source-port" : "destination-port",
                rule.low() == rule.high()
                        ? object("operator", Json.of("eq"), "port", Json.of((long) rule.low()))
                        : object(
                                "lower-port", Json.of((long) rule.low()),
                                "upper-port", Json.of((long) rule.high())));
        return new Json.Obj(ports);
    }

    private Json whole(String url, String info, Instant now) {
        Map<String, Json> mud = new LinkedHashMap<>();
        mud.put("mud-version", Json.of(1L));
        mud.put("mud-url", Json.of(url));
        mud.put("mud-signature", Json.of(signature(url)));
        mud.put("last-update", Json.of(now.truncatedTo(ChronoUnit.SECONDS).toString()));
        mud.put("cache-validity", Json.of((long) CACHE_HOURS));
        mud.put("is-supported", Json.of(true));
        mud.put("systeminfo", Json.of(info));
        mud.put("from-device-policy", policy("from"));
        mud.put("to-device-policy", policy("to"));
        List<Json> acls = new ArrayList<>();
        lists.forEach((name, aces) -> acls.add(object(
                "name", Json.of(name),
                "type", Json.of(name.endsWith("4") ? "ipv4-acl-type" : "ipv6-acl-type"),
                "aces", object("ace", Json.of(aces)))));
        return object("ietf-mud:mud", new Json.Obj(mud), "ietf-access-control-list:acls", object("acl", Json.of(acls)));
    }

    /** Beside the file, under its name. */
    private static String signature(String url) {
        return (url.endsWith(".json") ? url.substring(0, url.length() - 5) : url) + ".p7s";
    }

    private Json policy(String way) {
        List<Json> names = lists.keySet().stream()
                .filter(name -> name.startsWith(way))
                .map(name -> object("name", Json.of(name)))
                .toList();
        return object("access-lists", object("access-list", Json.of(names)));
    }

    private static Json object(Object... namesAndValues) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], (Json) namesAndValues[i + 1]);
        }
        return new Json.Obj(members);
    }
}
