package dev.muster.core.assurance.export;

import dev.muster.core.assurance.FleetVerdict;
import dev.muster.core.assurance.Link;
import dev.muster.core.assurance.Requirement;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.ledger.Subject;
import dev.muster.format.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What was looked at and found: assessment plan, assessment results, plan of action and milestones. */
final class OscalAssessment {
    private OscalAssessment() {}

    /** OSCAL wants a system security plan; a fleet has none, so the reference leads to a note that says so. */
    private static Json.Obj noPlan(String of) {
        return Tree.of(
                "resources",
                Tree.list(List.of(Tree.of(
                        "uuid",
                        Tree.uuid("no-ssp", of),
                        "title",
                        "No system security plan",
                        "description",
                        "Muster judges devices against catalogues and keeps no system security plan."))));
    }

    static Json plan(Exported from) {
        return Tree.of(
                "assessment-plan",
                Tree.of(
                        "uuid",
                        Tree.uuid("plan", from.org(), from.catalogue().version()),
                        "metadata",
                        Tree.metadata("Continuous judgement of the fleet of " + from.org(), from),
                        "import-ssp",
                        Tree.of("href", "#" + Tree.uuid("no-ssp", from.org())),
                        "reviewed-controls",
                        Tree.everything(),
                        "back-matter",
                        noPlan(from.org())));
    }

    static Json results(Exported from) {
        String at = from.fleet().at().toString();
        List<Requirement> rows = from.withEvidence();
        List<Json> observations = new ArrayList<>();
        List<Json> findings = new ArrayList<>();
        for (Requirement row : rows) {
            FleetVerdict verdict = from.verdict(row);
            observations.add(observation(from, row, verdict, at));
            findings.add(finding(from, row, verdict, at));
        }
        List<Object> result = new ArrayList<>(List.of(
                "uuid",
                Tree.uuid("result", from.org(), at),
                "title",
                "The fleet of " + from.org() + " at " + at,
                "description",
                from.fleet().devices() + " devices; rows without evidence are unknown and have no finding",
                "start",
                at,
                "reviewed-controls",
                Tree.everything()));
        List<Json> inventory = inventory(from, rows);
        if (!inventory.isEmpty()) {
            result.addAll(List.of("local-definitions", Tree.of("inventory-items", Tree.list(inventory))));
        }
        if (!rows.isEmpty()) {
            result.addAll(List.of("observations", Tree.list(observations), "findings", Tree.list(findings)));
        }
        return Tree.of(
                "assessment-results",
                Tree.of(
                        "uuid",
                        Tree.uuid("results", from.org(), at),
                        "metadata",
                        Tree.metadata("What evidence says of the fleet of " + from.org(), from),
                        "import-ap",
                        Tree.of("href", "assessment-plan.json"),
                        "results",
                        Tree.list(List.of(Tree.of(result.toArray())))));
    }

    /** The devices that observations are about: of each row one that shows its verdict. */
    private static List<Json> inventory(Exported from, List<Requirement> rows) {
        return rows.stream()
                .flatMap(row -> device(from.verdict(row)).stream())
                .distinct()
                .sorted()
                .<Json>map(device ->
                        Tree.of("uuid", Tree.uuid("device", from.org(), device.id()), "description", device.text()))
                .toList();
    }

    /** Where there are no devices the organisation stands for itself, which is in no inventory. */
    private static Optional<Subject> device(FleetVerdict verdict) {
        return verdict.example().filter(subject -> subject.kind().equals("device"));
    }

    private static Json.Obj subject(Exported from, Subject device, FleetVerdict verdict) {
        return Tree.of(
                "subject-uuid",
                Tree.uuid("device", from.org(), device.id()),
                "type",
                "inventory-item",
                "title",
                device.text(),
                "remarks",
                "the first of " + verdict.devices().getOrDefault(verdict.kind(), 1) + " with the verdict "
                        + verdict.kind().words());
    }

    private static Json.Obj observation(Exported from, Requirement row, FleetVerdict verdict, String at) {
        Set<String> checks = new LinkedHashSet<>();
        from.links(row).stream().map(Link::check).forEach(checks::add);
        List<Json> props = new ArrayList<>();
        props.add(Tree.prop("verdict", verdict.kind().name()));
        verdict.weakest().ifPresent(grade -> props.add(Tree.prop("weakest-grade", grade.name())));
        List<Object> observation = new ArrayList<>(List.of(
                "uuid",
                Tree.uuid("observation", from.org(), row.id().text(), at),
                "title",
                "Checks " + String.join(", ", checks),
                "description",
                Exported.sentence(verdict),
                "props",
                Tree.list(props),
                "methods",
                Tree.list(List.of(Json.of("TEST")))));
        device(verdict)
                .ifPresent(device ->
                        observation.addAll(List.of("subjects", Tree.list(List.of(subject(from, device, verdict))))));
        // From there each fact leads to its entry, and a pack has all of them with proofs.
        verdict.example()
                .ifPresent(device -> observation.addAll(List.of(
                        "relevant-evidence",
                        Tree.list(List.of(Tree.of(
                                "description",
                                "muster why " + device.id() + " " + row.id().text() + " --as-of " + at))))));
        observation.addAll(List.of("collected", at));
        return Tree.of(observation.toArray());
    }

    /** Supported alone is satisfied: partly is not, and says so. */
    private static Json.Obj finding(Exported from, Requirement row, FleetVerdict verdict, String at) {
        boolean satisfied = verdict.kind() == Verdict.Kind.SUPPORTED;
        return Tree.of(
                "uuid",
                Tree.uuid("finding", from.org(), row.id().text(), at),
                "title",
                row.id().text() + ": evidence says " + verdict.kind().words(),
                "description",
                Exported.sentence(verdict),
                "target",
                Tree.of(
                        "type",
                        "statement-id",
                        "target-id",
                        Tree.token(row.id()) + "_smt",
                        "status",
                        Tree.of(
                                "state",
                                satisfied ? "satisfied" : "not-satisfied",
                                "reason",
                                satisfied ? "pass" : verdict.kind() == Verdict.Kind.NOT_SUPPORTED ? "fail" : "other",
                                "remarks",
                                "The verdict is: " + verdict.kind().words())),
                "related-observations",
                Tree.list(List.of(Tree.of(
                        "observation-uuid",
                        Tree.uuid("observation", from.org(), row.id().text(), at)))));
    }

    static Json milestones(Exported from) {
        String at = from.fleet().at().toString();
        List<Json> items = new ArrayList<>();
        for (Requirement row : from.withEvidence()) {
            FleetVerdict verdict = from.verdict(row);
            if (verdict.kind() == Verdict.Kind.NOT_SUPPORTED || verdict.kind() == Verdict.Kind.STALE) {
                items.add(item(
                        from,
                        row.id().text(),
                        row.id().text() + " is " + verdict.kind().words(),
                        row.paraphrase() + ". " + Exported.sentence(verdict)
                                + verdict.example()
                                        .map(device -> "; begin with muster why " + device.id() + " "
                                                + row.id().text())
                                        .orElse("")));
            }
        }
        items.addAll(WaivedItems.of(from));
        if (items.isEmpty()) {
            items.add(item(from, "none", "Nothing is open", "No evidence speaks against a requirement at " + at));
        }
        return Tree.of(
                "plan-of-action-and-milestones",
                Tree.of(
                        "uuid",
                        Tree.uuid("poam", from.org(), at),
                        "metadata",
                        Tree.metadata("What is open in the fleet of " + from.org(), from),
                        "system-id",
                        Tree.of("id", from.org()),
                        "poam-items",
                        Tree.list(items)));
    }

    static Json.Obj item(Exported from, String of, String title, String description) {
        return Tree.of(
                "uuid",
                Tree.uuid("poam-item", from.org(), of, from.fleet().at().toString()),
                "title",
                title,
                "description",
                description);
    }
}
