package dev.muster.server.assurance;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.assurance.Catalogue;
import dev.muster.core.assurance.Link;
import dev.muster.core.assurance.Overlay;
import dev.muster.core.assurance.Requirement;
import dev.muster.core.assurance.RequirementId;
import dev.muster.core.assurance.Sufficiency;
import dev.muster.server.web.Address;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Where else a row's evidence answers: rows that share a check with it, and rows of other frameworks that are told in it. */
record Crosswalk(Frame frame, Catalogue catalogue, List<Overlay> overlays) {
    Html.Node of(Requirement row) {
        Set<RequirementId> siblings = siblings(row);
        List<String> told = told(row);
        if (siblings.isEmpty() && told.isEmpty()) {
            return Html.Node.NOTHING;
        }
        return el(
                "section",
                el("h2", "The same evidence elsewhere"),
                el("p", Html.each(List.copyOf(siblings), id -> el("span", link(id), text(" ")))),
                el("ul", Html.each(told, line -> el("li", line))));
    }

    private Set<RequirementId> siblings(Requirement row) {
        Map<RequirementId, List<Link>> links = catalogue.linksByRequirement();
        Set<String> checks = checks(links.getOrDefault(row.id(), List.of()));
        Set<RequirementId> siblings = new TreeSet<>();
        links.forEach((id, some) -> {
            if (!id.equals(row.id()) && checks(some).stream().anyMatch(checks::contains)) {
                siblings.add(id);
            }
        });
        return siblings;
    }

    private static Set<String> checks(List<Link> links) {
        return links.stream()
                .filter(link -> link.sufficiency() != Sufficiency.AGAINST)
                .map(Link::check)
                .collect(Collectors.toSet());
    }

    private List<String> told(Requirement row) {
        List<String> told = new ArrayList<>();
        for (Overlay overlay : overlays) {
            overlay.rows().stream()
                    .filter(one -> one.rows().contains(row.id()))
                    .forEach(one -> told.add(overlay.id() + " " + one.id() + ": " + one.paraphrase()));
        }
        return told;
    }

    private Html.Node link(RequirementId id) {
        return el(
                "a",
                attr(
                        "href",
                        "/o/" + frame.org() + "/compliance/" + Address.segment(id.source()) + "/"
                                + Address.segment(id.id()) + frame.query()),
                text(id.text()));
    }
}
