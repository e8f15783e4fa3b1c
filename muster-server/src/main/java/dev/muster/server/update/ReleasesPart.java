package dev.muster.server.update;

import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Release;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.web.Html;
import dev.muster.server.web.ProductPart;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.util.List;
import java.util.Optional;

/** The releases of a product, the newest first. */
final class ReleasesPart implements ProductPart {
    private static final int MOST = 50;

    private final Hindsight registers;

    ReleasesPart(Hindsight registers) {
        this.registers = registers;
    }

    @Override
    public Optional<Html.Node> show(Seen seen) {
        OrgId org = new OrgId(seen.frame().org());
        List<Release> releases = registers.read(
                org,
                seen.frame().asOf(),
                UpdatesPage.TOPIC,
                tx -> SqlReleases.query(
                        tx, org.value(), "product = ? order by sequence desc limit ?", seen.product(), MOST));
        return Optional.of(Table.whole(
                "Releases",
                List.of("Release", "Version", "Sequence", "Signed by", "Analysis of its manifest", "Published"),
                releases.stream()
                        .map(release -> List.of(
                                Html.text(release.id()),
                                Html.text(release.version()),
                                Html.text("" + release.sequence()),
                                Html.text(release.signers().size() + " of the accepted keys"),
                                UpdatesPage.analysis(release),
                                Shown.time(release.publishedAt(), seen.now())))
                        .toList()));
    }
}
