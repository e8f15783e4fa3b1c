package dev.muster.server.attestation;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;

import dev.muster.core.attestation.Difference;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.server.web.Html;
import dev.muster.server.web.Panel;
import java.util.Optional;

/** Which files of a device are not what its maker published, from its newest evidence. */
final class DifferencesPanel implements Panel {
    /** As many as a person reads; all of them are in the entry. */
    private static final int SHOWN = 12;

    @Override
    public Place place() {
        return Place.WRONG;
    }

    @Override
    public Optional<Html.Node> show(Seen seen) {
        return seen.newest().stream()
                .flatMap(told -> told.event().stream())
                .filter(EvidenceAppraised.class::isInstance)
                .map(EvidenceAppraised.class::cast)
                .findFirst()
                .filter(newest -> !newest.differences().isEmpty())
                .map(DifferencesPanel::table);
    }

    private static Html.Node table(EvidenceAppraised evidence) {
        int total = evidence.differencesTotal();
        String nearest = evidence.nearest()
                .map(match -> ", compared with " + match.version())
                .orElse("");
        return el(
                "div",
                attr("class", "differences"),
                el("h3", (total == 1 ? "1 file differs" : total + " files differ") + nearest),
                el(
                        "dl",
                        Html.each(
                                evidence.differences().stream().limit(SHOWN).toList(), DifferencesPanel::difference)));
    }

    private static Html.Node difference(Difference difference) {
        return el(
                "div",
                el("dt", el("code", difference.path())),
                el("dd", "found " + shortened(difference.found())),
                el("dd", "expected " + shortened(difference.expected())));
    }

    /** Enough of a digest to tell two apart. */
    private static String shortened(String measured) {
        return measured.replaceAll("\\b([0-9a-f]{16})[0-9a-f]{16,}\\b", "$1…");
    }
}
