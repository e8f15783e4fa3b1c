package dev.muster.server.update;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.DeviceClasses;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.EncryptionAlgorithm;
import dev.muster.format.update.suit.Capabilities;
import dev.muster.format.update.suit.EncryptionPoints;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.web.Html;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the devices of each product can run, on the page of updates. */
final class CapabilityPanel {
    /** Reports on one page; all are in the API. */
    private static final int MOST = 50;

    private CapabilityPanel() {}

    static Html.Node of(Tx tx, OrgId org) {
        List<CapabilityRegister.Line> lines = CapabilityRegister.all(tx, org.value(), MOST);
        return lines.isEmpty()
                ? Html.Node.NOTHING
                : el(
                        "section",
                        attr("id", "capabilities"),
                        el("h2", "What devices can run"),
                        el("p", "A release that goes beyond this is not published unless somebody waives it."),
                        el(
                                "table",
                                el(
                                        "thead",
                                        el(
                                                "tr",
                                                el("th", "Product"),
                                                el("th", "Said by"),
                                                el("th", "Components"),
                                                el("th", "Commands"),
                                                el("th", "Signatures"),
                                                el("th", "Encryption"),
                                                el("th", "Differences"))),
                                el("tbody", Html.each(lines, CapabilityPanel::row))));
    }

    private static Html.Node row(CapabilityRegister.Line line) {
        DeviceClasses.Reported said = line.reported();
        Capabilities can = said.can();
        return el(
                "tr",
                el("td", line.product()),
                el(
                        "td",
                        said.declared() ? "declared" : said.devices() + (said.devices() == 1 ? " device" : " devices")),
                el("td", components(can)),
                el("td", text("" + can.commands().size())),
                el("td", signatures(can)),
                el("td", encryption(can)),
                el("td", can.deltas().isEmpty() ? "none" : String.join(", ", can.deltas())));
    }

    private static String components(Capabilities can) {
        return can.components().stream()
                .map(one -> CapabilitiesDoor.component(one)
                        + (can.most(one.id()).isPresent()
                                ? " up to " + can.most(one.id()).getAsLong() + " bytes"
                                : ""))
                .collect(Collectors.joining(", "));
    }

    private static String signatures(Capabilities can) {
        return can.algorithms().stream()
                .flatMap(number -> CoseAlgorithm.of(number).stream())
                .map(CoseAlgorithm::label)
                .collect(Collectors.joining(", "));
    }

    private static String encryption(Capabilities can) {
        if (!can.parameters().contains((long) EncryptionPoints.PARAMETER_ENCRYPTION_INFO)) {
            return "none";
        }
        return can.algorithms().stream()
                .map(EncryptionAlgorithm::of)
                .flatMap(Optional::stream)
                .map(Enum::name)
                .collect(Collectors.joining(", "));
    }
}
