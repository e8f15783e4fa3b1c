package dev.muster.cli.mud;

import dev.muster.core.network.policy.Site;
import dev.muster.core.network.traffic.Flow;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Way;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The site of a capture: whom the device asked for names and time is who these classes are, unless somebody said. */
final class ProvenSite {
    private ProvenSite() {}

    static Site of(Site said, List<Flow> flows) {
        Map<String, List<Prefix>> controllers = new HashMap<>(said.controllers());
        ask(Site.DNS, 53, said, flows, controllers);
        ask(Site.NTP, 123, said, flows, controllers);
        return new Site(said.local(), controllers, said.neighbours());
    }

    private static void ask(String urn, int port, Site said, List<Flow> flows, Map<String, List<Prefix>> controllers) {
        if (said.controllers().containsKey(urn)) {
            return;
        }
        List<Prefix> asked = new ArrayList<>();
        for (Flow flow : flows) {
            Prefix peer = Prefix.parse(flow.peer().toString()).orElseThrow();
            boolean ports = flow.protocol() == 17 || flow.protocol() == 6;
            if (ports && flow.way() == Way.FROM_DEVICE && flow.served() == port && !asked.contains(peer)) {
                asked.add(peer);
            }
        }
        controllers.put(urn, asked);
    }
}
