package dev.muster.core.network;

import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.network.policy.PlainWords;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.Order;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.PagedRules;
import dev.muster.format.network.nft.NftElements;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.nft.RateRules;
import dev.muster.format.network.nft.TlsRules;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Prefix;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The rules of one gateway as everything that is known of the devices behind it says them.
 *
 * @param ruleset the whole table; an order to take it away where nobody is behind the gateway
 * @param members whom it guards, and by which policy
 * @param unsaid why a gateway cannot be told; empty when it can
 */
public record GatewayRules(String ruleset, List<GatewayAsked.Member> members, String unsaid) {
    private static final int OWN_BYTES = 8;

    private static final String NOTHING = "table " + NftGateway.TABLE + "\ndelete table " + NftGateway.TABLE + "\n";

    public GatewayRules {
        members = List.copyOf(members);
    }

    /** Derives them. */
    static GatewayRules of(
            GatewaySet set, NetworkStore store, DeviceRegister register, List<Endpoint> server, Instant now) {
        Map<String, NftGateway.Member> table = new TreeMap<>();
        List<GatewayAsked.Member> members = new ArrayList<>();
        List<TlsRules.Rule> tls = new ArrayList<>();
        List<RateRules.Rule> rates = new ArrayList<>();
        for (GatewaySet.Behind behind : set.behind()) {
            DeviceId device = new DeviceId(behind.device());
            DevicePolicy.Guarding guarding =
                    DevicePolicy.guarding(device, register.device(device).map(Device::state), store, server, now);
            Guarded guarded = new Guarded(
                    behind.mac(),
                    behind.addresses().stream()
                            .flatMap(text -> Prefix.parse(text).stream())
                            .toList());
            table.put(name(device), new NftGateway.Member(guarded, guarding.permitted()));
            List<TlsRules.Rule> profiled = guarding.tls().stream()
                    .flatMap(rule -> rule.rules(name(device)).stream())
                    .toList();
            tls.addAll(profiled);
            List<RateRules.Rule> rated = guarding.rates().stream()
                    .map(rule -> new RateRules.Rule(name(device), rule.box(), rule.perSecond(), rule.burst()))
                    .toList();
            rates.addAll(rated);
            String said = new TlsRules(store.tls(), profiled).text() + new RateRules(rated).text();
            members.add(new GatewayAsked.Member(behind.device(), guarding.name(), digest(guarding.permitted(), said)));
        }
        // Of chains a kernel takes minutes for thousands of devices, so more than some hundred are said as elements or
        // not at all.
        Optional<NftElements> elements =
                table.size() > NftGateway.MEMBERS_MOST ? NftElements.of(table) : Optional.empty();
        String ruleset = table.isEmpty()
                ? NOTHING
                : elements.map(NftElements::text).orElseGet(() -> NftGateway.text(table, NftElements.MEMBERS_MOST));
        String unsaid = elements.isEmpty() && table.size() > NftGateway.MEMBERS_MOST
                ? "more than " + NftGateway.MEMBERS_MOST + " devices are behind it, and then each address is a single"
                        + " one and permissions have at most " + NftElements.SHAPES_MOST + " shapes"
                : "";
        String beside = new TlsRules(store.tls(), tls).text() + new RateRules(rates).text();
        return new GatewayRules(ruleset + beside, members, unsaid);
    }

    /**
     * What to order: in one piece where that has room, as every gateway reads it, else in pages.
     *
     * @throws IllegalArgumentException with the reason when a gateway cannot be told
     */
    OrderAction order() {
        if (!unsaid.isEmpty()) {
            throw new IllegalArgumentException(unsaid);
        }
        byte[] bytes = ruleset.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= Order.MAX_GATEWAY_BYTES && members.size() <= NftGateway.MEMBERS_MOST
                ? new OrderAction.GatewayPolicy(bytes)
                : new OrderAction.GatewayPages(PagedRules.of(bytes));
    }

    String digest() {
        return hex(ruleset);
    }

    /** What a set permits, as a number: the same set may have been made of other boxes, and is then told once more. */
    private static String digest(PacketSet permitted, String beside) {
        return hex(permitted.boxes().stream().map(PlainWords::line).collect(Collectors.joining("\n")) + beside);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The name of a device in the table: its id where the packet filter allows that, else one derived from it. */
    public static String name(DeviceId device) {
        String id = device.value();
        if (NftGateway.ID.matcher(id).matches() && !id.startsWith("x-")) {
            return id;
        }
        byte[] digest = Sha256.of(id.getBytes(StandardCharsets.UTF_8));
        return "x-" + HexFormat.of().formatHex(digest, 0, OWN_BYTES);
    }
}
