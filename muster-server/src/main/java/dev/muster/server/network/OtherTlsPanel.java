package dev.muster.server.network;

import static dev.muster.server.web.Html.each;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.network.FlowsSeen;
import dev.muster.format.network.nft.TlsRules;
import dev.muster.server.web.Html;
import dev.muster.server.web.Shown;
import java.time.Instant;
import java.util.List;

/** Devices that spoke TLS otherwise than their makers describe it. */
final class OtherTlsPanel {
    /** Of one device; the command line lists all. */
    private static final int SAID_MOST = 5;

    private OtherTlsPanel() {}

    private record One(FlowTables.Seen device, FlowsSeen.OtherTls tls) {}

    static Html.Node of(List<FlowTables.Seen> seen, Instant now) {
        List<One> all = seen.stream()
                .flatMap(device -> device.told().seen().otherTls().stream()
                        .limit(SAID_MOST)
                        .map(tls -> new One(device, tls)))
                .toList();
        return all.isEmpty() ? el("p", "None was seen.") : el("ul", each(all, one -> line(one, now)));
    }

    private static Html.Node line(One one, Instant now) {
        FlowsSeen.OtherTls tls = one.tls();
        String whom = tls.name().isEmpty() ? tls.peer() : tls.name() + " at " + tls.peer();
        boolean ended = tls.mode() == TlsRules.Mode.ENFORCE;
        return el(
                "li",
                text(one.device().device() + " to " + whom + " port " + tls.port() + ": " + tls.what() + " ("
                        + tls.count() + ") "),
                Shown.badge(ended ? "refused" : "not refused", ended ? "good" : "bad"),
                text(" "),
                Shown.time(tls.last(), now));
    }
}
