package dev.muster.agent.network;

import dev.muster.agent.tls.Deviation;
import dev.muster.format.network.flows.FlowReport;
import dev.muster.format.network.flows.FlowReport.OtherTls;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** TLS that was not as described, each kind once however often it came. Bounded, like what was refused. */
final class OtherTlsSeen {
    private static final int DEVICES_MOST = 1024;

    private final Map<String, Map<String, OtherTls>> devices = new HashMap<>();

    synchronized void add(Deviation deviation) {
        if (!devices.containsKey(deviation.device()) && devices.size() >= DEVICES_MOST) {
            return;
        }
        Map<String, OtherTls> known = devices.computeIfAbsent(deviation.device(), d -> new LinkedHashMap<>());
        OtherTls one = new OtherTls(
                deviation.connection().to().toString(),
                deviation.connection().served(),
                cut(deviation.name(), OtherTls.NAME_CHARS),
                cut(String.join(", ", deviation.what()), OtherTls.WHAT_CHARS),
                deviation.mode(),
                1,
                deviation.at(),
                deviation.at());
        OtherTls before = known.get(one.kind());
        if (before == null && known.size() >= FlowReport.TLS_MOST) {
            return;
        }
        known.put(
                one.kind(),
                before == null
                        ? one
                        : new OtherTls(
                                one.peer(),
                                one.port(),
                                one.name(),
                                one.what(),
                                one.mode(),
                                before.count() + 1,
                                before.first(),
                                one.last()));
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }

    synchronized void forget(String device) {
        devices.remove(device);
    }

    synchronized List<OtherTls> known(String device) {
        return List.copyOf(devices.getOrDefault(device, Map.of()).values());
    }
}
