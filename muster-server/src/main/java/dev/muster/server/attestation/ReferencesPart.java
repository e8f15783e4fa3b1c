package dev.muster.server.attestation;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.ledger.OrgId;
import dev.muster.server.web.Html;
import dev.muster.server.web.ProductPart;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The reference values that its maker signed for a product, and that had come by the second that is shown. */
final class ReferencesPart implements ProductPart {
    private final AttestationQueries queries;

    ReferencesPart(AttestationQueries queries) {
        this.queries = queries;
    }

    @Override
    public Optional<Html.Node> show(Seen seen) {
        OrgId org = new OrgId(seen.frame().org());
        List<AttestationQueries.Manifest> manifests = queries.manifests(org).reversed().stream()
                .filter(one ->
                        one.maker().equals(seen.maker()) && !one.addedAt().isAfter(seen.now()))
                .filter(one -> one.releases().stream()
                        .anyMatch(release -> release.model().equals(seen.model())))
                .toList();
        return Optional.of(Table.whole(
                "Reference values",
                List.of("Manifest", "Versions", "Since"),
                manifests.stream()
                        .map(one -> List.of(
                                el(
                                        "a",
                                        attr(
                                                "href",
                                                seen.frame()
                                                        .to(AttestationPage.PLACE + "/" + one.digest())
                                                        .toString()),
                                        text(one.corimId())),
                                text(one.releases().stream()
                                        .map(AttestationQueries.Release::version)
                                        .distinct()
                                        .collect(Collectors.joining(", "))),
                                Shown.time(one.addedAt(), seen.now())))
                        .toList()));
    }
}
