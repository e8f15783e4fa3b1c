package dev.muster.core.assurance;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.pack.Pack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an audit pack says about some devices, before keys and proofs: the latest facts that checks and decisions look
 * at, every finding, and the verdicts on all requirements that some check or decision bears on. A requirement that is
 * absent is one without any check.
 *
 * @param facts by subject and key
 * @param devices by id
 * @param entries indexes of the entries that they rest on
 */
public record PackDraft(List<Pack.FactLine> facts, List<Pack.DeviceLines> devices, TreeSet<Long> entries) {

    /** Judges {@code devices} at {@code at} and writes down what was used. */
    public static PackDraft of(Assessor assessor, FactRegister register, Collection<Subject> devices, Instant at) {
        Map<String, Pack.FactLine> facts = new TreeMap<>();
        List<Pack.DeviceLines> lines = new ArrayList<>();
        Set<FactKey> keys = keys(assessor);
        for (Subject device : devices) {
            Facts view = register.view(device);
            keys.stream().map(view::latest).flatMap(Optional::stream).forEach(known -> {
                Pack.FactLine line = line(known.fact());
                facts.put(line.subject() + " " + line.key(), line);
            });
            lines.add(lines(assessor, view, device, at));
        }
        TreeSet<Long> entries = new TreeSet<>();
        facts.values().forEach(line -> entries.add(line.entry()));
        return new PackDraft(List.copyOf(facts.values()), List.copyOf(lines), entries);
    }

    /** What a pack says about one device. */
    static Pack.DeviceLines lines(Assessor assessor, Facts view, Subject device, Instant at) {
        Map<String, Finding> findings = assessor.findings(view, at);
        List<Pack.VerdictLine> verdicts = new ArrayList<>();
        for (Requirement requirement : assessor.places().inOrder()) {
            Standing standing = assessor.standing(requirement, view, Assessor.each(findings), at, _ -> {});
            if (assessor.hasCheck(requirement.id())
                    || standing.kind() == Verdict.Kind.NOT_APPLICABLE
                    || standing.kind() == Verdict.Kind.WAIVED) {
                verdicts.add(new Pack.VerdictLine(
                        requirement.id().text(),
                        standing.kind().name(),
                        standing.grade().map(Enum::name)));
            }
        }
        return new Pack.DeviceLines(
                device.text(),
                verdicts,
                findings.values().stream().map(PackDraft::line).toList());
    }

    static Pack.FactLine line(Fact fact) {
        return new Pack.FactLine(
                fact.subject().text(),
                fact.key(),
                fact.value(),
                fact.effectiveAt(),
                fact.grade().name(),
                fact.entry());
    }

    private static Pack.FindingLine line(Finding finding) {
        return new Pack.FindingLine(
                finding.check(),
                finding.outcome().name(),
                finding.reason(),
                finding.facts().stream()
                        .map(known -> known.fact().entry())
                        .distinct()
                        .sorted()
                        .toList());
    }

    /** Whatever checks and decisions look at. */
    private static Set<FactKey> keys(Assessor assessor) {
        Set<FactKey> keys = new LinkedHashSet<>();
        keys.add(FactKey.device(FactRegister.PRODUCT_KEY));
        for (Check check : assessor.checks().all()) {
            keys.addAll(check.needs());
            keys.addAll(check.considers());
        }
        assessor.catalogue().requirements().forEach(row -> keys.addAll(assessor.decisionsOn(row.id())));
        return keys;
    }
}
