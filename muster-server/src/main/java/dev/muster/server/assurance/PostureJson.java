package dev.muster.server.assurance;

import dev.muster.core.assurance.Branch;
import dev.muster.core.assurance.Catalogue;
import dev.muster.core.assurance.Derivation;
import dev.muster.core.assurance.FleetPosture;
import dev.muster.core.assurance.FleetVerdict;
import dev.muster.core.assurance.Posture;
import dev.muster.core.assurance.Requirement;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.Subject;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shapes of the posture API. Times are ISO 8601 text; digests hexadecimal. */
final class PostureJson {
    private PostureJson() {}

    record Fleet(String catalogue, String asOf, int devices, List<SourceLine> sources, List<FleetLine> requirements) {}

    record SourceLine(
            String id,
            String title,
            int rows,
            int reachable,
            Map<Verdict.Kind, Integer> counts,
            Map<Grade, Integer> grades) {}

    record FleetLine(
            String requirement,
            String duty,
            String modality,
            @Nullable String condition,
            String paraphrase,
            Verdict.Kind verdict,
            @Nullable Grade grade,
            int live,
            Map<Verdict.Kind, Integer> devices,
            @Nullable String example) {}

    record Device(String device, String catalogue, String asOf, List<DeviceLine> requirements) {}

    record DeviceLine(
            String requirement,
            String modality,
            @Nullable String condition,
            String paraphrase,
            Verdict.Kind verdict,
            @Nullable Grade grade,
            List<String> reasons,
            List<String> wouldRaise) {}

    record Why(
            String device,
            String asOf,
            DeviceLine verdict,
            @Nullable FactLine decision,
            List<CheckLine> checks) {}

    record CheckLine(
            String check,
            String statement,
            String sufficiency,
            Grade counts,
            String age,
            String breaks,
            String note,
            String outcome,
            String reason,
            String remedy,
            List<FactLine> facts) {}

    record FactLine(
            String subject,
            String key,
            String value,
            Grade grade,
            String effectiveAt,
            @Nullable EntryLine entry) {}

    record EntryLine(
            long index, String type, String subject, String issuer, String receivedAt, String digest, boolean erased) {}

    static Fleet fleet(Catalogue catalogue, FleetPosture fleet, Optional<String> source) {
        List<SourceLine> sources = fleet.sources(catalogue).stream()
                .filter(s -> source.isEmpty() || source.get().equals(s.source().id()))
                .map(s -> new SourceLine(
                        s.source().id(), s.source().title(), s.rows(), s.reachable(), s.counts(), s.grades()))
                .toList();
        List<FleetLine> lines = new ArrayList<>();
        for (Requirement row : catalogue.requirements()) {
            FleetVerdict verdict = fleet.verdicts().get(row.id());
            if (verdict != null
                    && (source.isEmpty() || source.get().equals(row.id().source()))) {
                lines.add(new FleetLine(
                        row.id().text(),
                        row.duty().name(),
                        row.modality().name(),
                        condition(row),
                        row.paraphrase(),
                        verdict.kind(),
                        verdict.weakest().orElse(null),
                        verdict.live(),
                        verdict.devices(),
                        verdict.example().map(Subject::text).orElse(null)));
            }
        }
        return new Fleet(catalogue.version(), fleet.at().toString(), fleet.devices(), sources, lines);
    }

    static Device device(Catalogue catalogue, Posture posture) {
        List<DeviceLine> lines = new ArrayList<>();
        for (Requirement row : catalogue.requirements()) {
            Verdict verdict = posture.verdicts().get(row.id());
            if (verdict != null) {
                lines.add(line(row, verdict));
            }
        }
        return new Device(
                posture.subject().text(), catalogue.version(), posture.at().toString(), lines);
    }

    static Why why(Derivation derivation, Map<Long, Entry> entries) {
        return new Why(
                derivation.subject().text(),
                derivation.at().toString(),
                line(derivation.requirement(), derivation.verdict()),
                derivation.decision().map(known -> fact(known, entries)).orElse(null),
                derivation.branches().stream()
                        .map(branch -> check(branch, entries))
                        .toList());
    }

    private static DeviceLine line(Requirement row, Verdict verdict) {
        return new DeviceLine(
                row.id().text(),
                row.modality().name(),
                condition(row),
                row.paraphrase(),
                verdict.kind(),
                verdict.weakest().orElse(null),
                verdict.reasons(),
                verdict.wouldRaise());
    }

    private static @Nullable String condition(Requirement row) {
        return row.condition().map(Requirement.Condition::words).orElse(null);
    }

    private static CheckLine check(Branch branch, Map<Long, Entry> entries) {
        return new CheckLine(
                branch.check().id(),
                branch.check().statement(),
                branch.link().sufficiency().name(),
                branch.link().counts(),
                branch.link().age(),
                branch.link().breaks(),
                branch.link().note(),
                branch.finding().outcome().name(),
                branch.finding().reason(),
                branch.check().remedy(),
                branch.finding().facts().stream()
                        .map(known -> fact(known, entries))
                        .toList());
    }

    private static FactLine fact(Known known, Map<Long, Entry> entries) {
        Entry entry = entries.get(known.fact().entry());
        return new FactLine(
                known.fact().subject().text(),
                known.fact().key(),
                known.value(),
                known.grade(),
                known.fact().effectiveAt().toString(),
                entry == null ? null : entry(entry));
    }

    private static EntryLine entry(Entry entry) {
        return new EntryLine(
                entry.index(),
                entry.type(),
                entry.subject().text(),
                entry.issuer(),
                entry.receivedAt().toString(),
                HexFormat.of().formatHex(entry.digest()),
                entry.body().isEmpty());
    }
}
