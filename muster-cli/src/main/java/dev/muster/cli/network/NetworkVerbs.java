package dev.muster.cli.network;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster network}: gateways, what packet filters saw, and what one device may do. */
@Command(
        name = "network",
        description = "Whom devices may talk to, and whom they tried.",
        subcommands = {
            NetworkVerbs.Flows.class,
            NetworkVerbs.Show.class,
            NetworkVerbs.Gateways.class,
            NetworkVerbs.Behind.class,
            NetworkVerbs.Guard.class,
            TlsVerb.class
        },
        footer = {
            "%nExample:",
            "  muster network guard gate-1 lamp-1=02:00:00:00:00:31,10.0.0.31",
            "  muster network behind gate-1",
            "  muster network flows"
        })
public final class NetworkVerbs extends VerbGroup {

    /** What was refused. */
    @Command(name = "flows", description = "List what packet filters refused, a line for each thing that is missing.")
    static final class Flows extends ListVerb {
        @Option(names = "--device", paramLabel = "ID", defaultValue = "", description = "Only of this device.")
        private String device = "";

        @Option(names = "--tls", description = "Instead the TLS that was not as described, with what became of it.")
        private boolean tls;

        @Option(names = "--used", description = "Instead the rules by which flows began, with how many did.")
        private boolean used;

        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            List<JsonNode> rows = new ArrayList<>();
            for (JsonNode each : api.get(path("network/flows")).path("devices")) {
                String id = each.path("device").asString("");
                if (device.isEmpty() || device.equals(id)) {
                    for (JsonNode flow : each.path(tls ? "otherTls" : used ? "used" : "refused")) {
                        rows.add(((tools.jackson.databind.node.ObjectNode) flow.deepCopy()).put("device", id));
                    }
                }
            }
            return rows;
        }

        @Override
        protected List<Column> columns() {
            if (tls) {
                return List.of(
                        Column.of("DEVICE", "device"),
                        Column.of("PEER", "peer"),
                        Column.of("PORT", "port"),
                        Column.of("NAME", "name"),
                        Column.of("WAS", "mode"),
                        Column.of("SEEN", "count"),
                        Column.of("WHAT", "what"));
            }
            return used
                    ? List.of(Column.of("DEVICE", "device"), Column.of("FLOWS", "flows"), Column.of("RULE", "rule"))
                    : List.of(
                            Column.of("DEVICE", "device"),
                            new Column("WAY", row -> row.path("from").asBoolean() ? "opens" : "is asked by"),
                            Column.of("PEER", "peer"),
                            Column.of("PROTOCOL", "protocol"),
                            Column.of("PORT", "port"),
                            Column.of("SEEN", "count"),
                            Column.of("LAST", "last"));
        }
    }

    /** One device. */
    @Command(name = "show", description = "Say what one device may do and what that is made of.")
    static final class Show extends Verb {
        @Parameters(paramLabel = "DEVICE", description = "Its id.")
        private String device = "";

        @Override
        protected Status run(Screen screen) {
            try (ApiClient api = api()) {
                JsonNode whole = api.get(path("devices/" + Query.segment(device) + "/network"));
                StringBuilder text = new StringBuilder("policy ")
                        .append(whole.path("policy").asString("none"))
                        .append(whole.path("restricted").asBoolean(false) ? "" : ", nothing is restricted");
                whole.path("permits").forEach(line -> text.append("\n  ").append(line.asString()));
                whole.path("notes").forEach(note -> text.append("\n  note: ").append(note.asString()));
                screen.result(whole, text.toString());
                return Status.YES;
            }
        }
    }

    /** All gateways. */
    @Command(name = "gateways", description = "List the devices that guard others.")
    static final class Gateways extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            List<JsonNode> rows = new ArrayList<>();
            for (JsonNode id : api.get(path("network/gateways")).path("gateways")) {
                rows.add(api.get(path("devices/" + Query.segment(id.asString()) + "/network/gateway")));
            }
            return rows;
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("GATEWAY", "gateway"),
                    new Column(
                            "DEVICES",
                            row -> Integer.toString(row.path("behind").size())),
                    new Column(
                            "PROVED",
                            row -> Long.toString(row.path("behind")
                                    .valueStream()
                                    .filter(one ->
                                            one.path("strength").asString("").equals("kernel-enforced"))
                                    .count())));
        }
    }

    /** One gateway. */
    @Command(name = "behind", description = "List whom a gateway guards, and what it said of each.")
    static final class Behind extends ListVerb {
        @Parameters(paramLabel = "GATEWAY", description = "Its id.")
        private String gateway = "";

        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("devices/" + Query.segment(gateway) + "/network/gateway"))
                    .path("behind");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("DEVICE", "device"),
                    Column.of("ORDERED", "policy"),
                    Column.of("IN FORCE", "inForce"),
                    Column.of("HOW", "strength"),
                    Column.of("INTERFACE", "mac"),
                    Column.of("SAYS", "detail"));
        }
    }

    /** Who is behind it. */
    @Command(
            name = "guard",
            description = "Say which devices are behind a gateway; all of them, also those from before.")
    static final class Guard extends Verb {
        @Parameters(index = "0", paramLabel = "GATEWAY", description = "Its id.")
        private String gateway = "";

        @Parameters(
                index = "1..*",
                arity = "0..*",
                paramLabel = "DEVICE=MAC,ADDRESS[,ADDRESS]",
                description = "A device, its interface and what it may send from; nobody when there is none.")
        private List<String> devices = List.of();

        @Override
        protected Status run(Screen screen) {
            List<Map<String, Object>> behind = new ArrayList<>();
            for (String text : devices) {
                int equals = text.indexOf('=');
                String[] words = text.substring(equals + 1).split(",", -1);
                if (equals < 1 || words.length < 2) {
                    throw CommandFailed.usage(text + " is not DEVICE=MAC,ADDRESS.");
                }
                Map<String, Object> one = new HashMap<>();
                one.put("device", text.substring(0, equals));
                one.put("mac", words[0]);
                one.put("addresses", List.of(words).subList(1, words.length));
                behind.add(one);
            }
            try (ApiClient api = api()) {
                api.put(path("devices/" + Query.segment(gateway) + "/network/gateway"), Map.of("behind", behind));
            }
            screen.result(
                    Map.of("gateway", gateway, "behind", behind), gateway + " guards " + behind.size() + " devices");
            return Status.YES;
        }
    }
}
