package dev.muster.agent.network;

import dev.muster.format.network.flows.FlowReport;
import dev.muster.format.network.flows.FlowReport.Said;
import dev.muster.format.network.mud.SaidOnWire;
import dev.muster.format.network.nft.NftGateway;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the devices behind a gateway say that their descriptions are. The first word of each counts while the agent runs: whoever
 * changes it may be somebody else on the wire, or a device that wants more, and the server does not follow either.
 */
final class Descriptions {
    private Map<String, String> names = Map.of();
    private final Map<String, Said> first = new HashMap<>();
    private final List<Said> news = new ArrayList<>();

    synchronized void guard(Map<String, NftGateway.Member> members) {
        Map<String, String> all = new HashMap<>();
        members.forEach((id, member) -> all.put(member.device().mac(), id));
        names = all;
        first.keySet().retainAll(all.values());
        news.removeIf(said -> !first.containsKey(said.name()));
    }

    synchronized void add(SaidOnWire one) {
        String name = names.get(one.mac());
        if (name == null || one.url().isEmpty() || one.url().length() > FlowReport.Said.URL_CHARS) {
            return;
        }
        Said before = first.get(name);
        // What DHCP says counts more than what LLDP says.
        if (before == null || (before.lldp() && !one.lldp())) {
            Said said = new Said(name, one.lldp(), one.url());
            first.put(name, said);
            news.removeIf(other -> other.name().equals(name));
            news.add(said);
        }
    }

    /** What was not told yet, as much as a report has room for. */
    synchronized List<Said> news() {
        List<Said> some = new ArrayList<>(news.subList(0, Math.min(news.size(), FlowReport.MEMBERS_MOST)));
        news.removeAll(some);
        return some;
    }
}
