package dev.muster.core.assurance.export;

import dev.muster.core.assurance.Link;
import dev.muster.core.assurance.Requirement;
import dev.muster.core.assurance.RequirementId;
import dev.muster.core.assurance.Source;
import dev.muster.format.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is asked, by whom it is answered: catalog, profile and component definition. */
final class OscalCatalogue {
    private OscalCatalogue() {}

    static Json catalog(Exported from) {
        List<Json> groups = new ArrayList<>();
        for (Source source : from.catalogue().sources()) {
            List<Json> controls = from.catalogue().requirements().stream()
                    .filter(row -> row.id().source().equals(source.id()))
                    .<Json>map(OscalCatalogue::control)
                    .toList();
            groups.add(
                    Tree.of("id", Tree.token(source.id()), "title", source.title(), "controls", Tree.list(controls)));
        }
        return Tree.of(
                "catalog",
                Tree.of(
                        "uuid",
                        Tree.uuid("catalog", from.catalogue().version()),
                        "metadata",
                        Tree.metadata("Requirements for connected devices", from),
                        "groups",
                        Tree.list(groups)));
    }

    private static Json.Obj control(Requirement row) {
        List<Json> props = new ArrayList<>();
        props.add(Tree.of("name", "label", "value", row.id().id()));
        props.add(Tree.prop("modality", lower(row.modality().name())));
        props.add(Tree.prop("duty", lower(row.duty().name())));
        props.add(Tree.prop("kind", row.kind().word()));
        row.condition().ifPresent(condition -> props.add(Tree.prop("condition", condition.words())));
        return Tree.of(
                "id",
                Tree.token(row.id()),
                "title",
                row.id().text(),
                "props",
                Tree.list(props),
                "parts",
                Tree.list(List.of(
                        Tree.of("id", Tree.token(row.id()) + "_smt", "name", "statement", "prose", row.paraphrase()))));
    }

    static Json profile(Exported from) {
        return Tree.of(
                "profile",
                Tree.of(
                        "uuid",
                        Tree.uuid("profile", from.catalogue().version()),
                        "metadata",
                        Tree.metadata("All requirements that Muster judges", from),
                        "imports",
                        Tree.list(List.of(Tree.of("href", "catalog.json", "include-all", Tree.of())))));
    }

    static Json components(Exported from) {
        Map<RequirementId, List<Link>> links = from.catalogue().linksByRequirement();
        List<Json> implemented = links.entrySet().stream()
                .<Json>map(entry -> implemented(from, entry.getKey(), entry.getValue()))
                .toList();
        Json.Obj component = Tree.of(
                "uuid",
                Tree.uuid("component", "muster"),
                "type",
                "validation",
                "title",
                "Muster",
                "description",
                "Judges evidence of devices by checks; what a check answers of a requirement, and what it does not,"
                        + " stands with each.",
                "control-implementations",
                Tree.list(List.of(Tree.of(
                        "uuid",
                        Tree.uuid("implementation", from.catalogue().version()),
                        "source",
                        "catalog.json",
                        "description",
                        "Checks by requirement",
                        "implemented-requirements",
                        Tree.list(implemented)))));
        return Tree.of(
                "component-definition",
                Tree.of(
                        "uuid",
                        Tree.uuid("component-definition", from.catalogue().version()),
                        "metadata",
                        Tree.metadata("What Muster checks", from),
                        "components",
                        Tree.list(List.of(component))));
    }

    private static Json.Obj implemented(Exported from, RequirementId id, List<Link> links) {
        String words = links.stream()
                .map(link -> link.check() + " (" + lower(link.sufficiency().name()) + "): "
                        + from.assessor().checks().get(link.check()).statement()
                        + (link.note().isEmpty() ? "" : "; not covered: " + link.note()) + "; counts when "
                        + lower(link.counts().name()) + " or better; broken by " + link.breaks())
                .collect(Collectors.joining(". "));
        return Tree.of("uuid", Tree.uuid("implemented", id.text()), "control-id", Tree.token(id), "description", words);
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
