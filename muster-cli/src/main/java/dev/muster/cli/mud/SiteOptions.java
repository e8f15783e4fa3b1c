package dev.muster.cli.mud;

import dev.muster.cli.CommandFailed;
import dev.muster.core.network.policy.Site;
import dev.muster.format.network.packet.Prefix;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a person says of the place where the device is. */
final class SiteOptions {
    /** Private and link-local addresses, and what reaches only the link: what "local" means where nobody said otherwise. */
    private static final List<String> USUAL = List.of(
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "224.0.0.0/24",
            "239.0.0.0/8",
            "255.255.255.255/32",
            "fc00::/7",
            "fe80::/10",
            "ff02::/16");

    @Option(names = "--local", paramLabel = "NETWORK", description = "A local network; without any, the private ones.")
    private List<String> local = List.of();

    @Option(
            names = "--controller",
            paramLabel = "URI=NETWORK",
            description = "Who a class is, such as urn:ietf:params:mud:dns; for my-controller the MUD URL.")
    private List<String> controllers = List.of();

    @Option(names = "--neighbour", paramLabel = "URL=NETWORK", description = "Another device with its MUD URL.")
    private List<String> neighbours = List.of();

    Site site() {
        List<Prefix> networks = new ArrayList<>();
        (local.isEmpty() ? USUAL : local).forEach(text -> networks.add(prefix(text)));
        Map<String, List<Prefix>> classes = new HashMap<>();
        for (String text : controllers) {
            int at = split(text);
            classes.computeIfAbsent(text.substring(0, at), u -> new ArrayList<>())
                    .add(prefix(text.substring(at + 1)));
        }
        List<Site.Neighbour> others = new ArrayList<>();
        for (String text : neighbours) {
            int at = split(text);
            String url = text.substring(0, at);
            others.add(new Site.Neighbour(url, authority(url), List.of(prefix(text.substring(at + 1)))));
        }
        return new Site(networks, classes, others);
    }

    private static String authority(String url) {
        try {
            String host = URI.create(url).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw CommandFailed.usage(url + " is no MUD URL.");
        }
    }

    private static int split(String text) {
        int at = text.lastIndexOf('=');
        if (at < 1) {
            throw CommandFailed.usage(text + " is not NAME=NETWORK.");
        }
        return at;
    }

    private static Prefix prefix(String text) {
        return Prefix.parse(text).orElseThrow(() -> CommandFailed.usage(text + " is no address and no network."));
    }
}
