package dev.muster.core.assurance.export;

import dev.muster.core.assurance.FactRegister;
import dev.muster.core.assurance.FleetVerdict;
import dev.muster.core.assurance.Link;
import dev.muster.core.assurance.Overlay;
import dev.muster.core.assurance.ProductFact;
import dev.muster.core.assurance.ProductFacts;
import dev.muster.core.assurance.Requirement;
import dev.muster.core.assurance.RequirementId;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sheets that suppliers, laboratories and authorities expect. What only a person can say is left open, visibly. */
final class Sheets {
    private static final String OPEN = "(to be filled in)";
    private static final String NOTE =
            "Evidence supports a row or does not; what no evidence speaks of is left open, and a"
                    + " person answers for what is signed. Texts are in our own words.";

    private Sheets() {}

    /** The implementation conformance statement of ETSI TS 103 701: a row for each provision. */
    static Sheet ics(Exported from) {
        List<List<String>> rows = from.catalogue().requirements().stream()
                .filter(row -> row.id().source().equals("ETSI"))
                .map(row -> {
                    FleetVerdict verdict = from.verdict(row);
                    return List.of(
                            row.id().id(),
                            status(row),
                            row.paraphrase(),
                            support(verdict.kind()),
                            reason(row, verdict),
                            evidence(verdict),
                            checks(from, row),
                            uncovered(from, row));
                })
                .toList();
        return new Sheet(
                "Implementation conformance statement, ETSI EN 303 645 V2.1.1, " + about(from),
                NOTE,
                List.of(
                        "provision",
                        "status",
                        "asks",
                        "support",
                        "detail or justification",
                        "evidence",
                        "by",
                        "not covered"),
                rows);
    }

    /** M or R as in the standard's own table, C where a condition stands before it. */
    private static String status(Requirement row) {
        String word = row.modality() == Requirement.Modality.SHALL ? "M" : "R";
        return row.condition()
                .map(condition -> word + " C (" + condition.words() + ")")
                .orElse(word);
    }

    private static String support(Verdict.Kind kind) {
        return switch (kind) {
            case SUPPORTED -> "Y";
            case NOT_SUPPORTED -> "N";
            case NOT_APPLICABLE -> "N/A";
            case PARTLY, STALE, UNKNOWN, WAIVED -> OPEN;
        };
    }

    private static String reason(Requirement row, FleetVerdict verdict) {
        if (verdict.kind() == Verdict.Kind.NOT_APPLICABLE) {
            return row.condition()
                    .map(condition -> condition.fact() + " is no: not so that " + condition.words())
                    .orElse("declared not applicable");
        }
        return verdict.kind() == Verdict.Kind.SUPPORTED ? "" : OPEN;
    }

    /** What was looked at: a person who answers for a row begins there. */
    private static String checks(Exported from, Requirement row) {
        return orDash(from.links(row).stream()
                .map(link -> link.check() + " (" + link.sufficiency().name().toLowerCase(Locale.ROOT) + ")")
                .collect(Collectors.joining("; ")));
    }

    private static String uncovered(Exported from, Requirement row) {
        return orDash(from.links(row).stream()
                .map(Link::note)
                .filter(note -> !note.isEmpty() && !note.equals("-"))
                .distinct()
                .collect(Collectors.joining("; ")));
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static String evidence(FleetVerdict verdict) {
        return verdict.kind().words() + ": " + Exported.sentence(verdict);
    }

    /** Extra information for testing: what is known under each heading of TS 103 701, from the product's record and one device. */
    static Sheet ixit(Exported from) {
        List<List<String>> rows = new ArrayList<>();
        Optional<Subject> device = from.facts().devices().stream()
                .filter(one ->
                        from.product().isEmpty() || from.facts().productOf(one).equals(from.productSubject()))
                .findFirst();
        for (IxitTable table : IxitTable.ALL) {
            int before = rows.size();
            for (String key : table.facts()) {
                known(from, device, key)
                        .ifPresent(known -> rows.add(List.of(
                                table.number() + "-" + table.name(),
                                table.about(),
                                key,
                                known.value(),
                                known.grade().name().toLowerCase(Locale.ROOT),
                                known.fact().effectiveAt().toString())));
            }
            if (rows.size() == before) {
                rows.add(List.of(table.number() + "-" + table.name(), table.about(), "-", OPEN, "-", "-"));
            }
        }
        return new Sheet(
                "Extra information for testing, ETSI TS 103 701, " + about(from),
                NOTE
                        + device.map(one -> " Facts of devices are those of " + one.id() + ".")
                                .orElse(""),
                List.of("table", "about", "fact", "value", "known how", "since"),
                rows);
    }

    private static Optional<Known> known(Exported from, Optional<Subject> device, String key) {
        FactRegister facts = from.facts();
        return key.startsWith("product.") || key.startsWith("devices.support")
                ? from.productSubject()
                        .or(() -> device.flatMap(facts::productOf))
                        .flatMap(product -> facts.latest(product, key))
                : device.flatMap(one -> facts.latest(one, key));
    }

    /** A framework told in rows of the catalogue: EN 18031 by mechanism, Annex I, the newer edition of ETSI's. */
    static Sheet overlay(Exported from, Overlay overlay) {
        List<List<String>> rows = overlay.rows().stream()
                .map(row -> List.of(
                        row.id(),
                        row.paraphrase(),
                        row.judge(from.fleet()).words(),
                        row.rows().isEmpty()
                                ? "-"
                                : row.rows().stream()
                                        .map(id -> id.text() + " " + kind(from, id))
                                        .collect(Collectors.joining("; ")),
                        row.relation().name().toLowerCase(Locale.ROOT)
                                + (row.note().isEmpty() ? "" : ": " + row.note()),
                        OPEN))
                .toList();
        return new Sheet(
                overlay.title() + ", " + about(from),
                NOTE,
                List.of("id", "asks", "evidence says", "by rows", "relation", "assessment and justification"),
                rows);
    }

    private static String kind(Exported from, RequirementId id) {
        FleetVerdict verdict = from.fleet().verdicts().get(id);
        return verdict == null ? "" : verdict.kind().words();
    }

    /** What a technical file of the CRA (Annex VII) consists of, what of it is on record here, and what is not. */
    static Sheet technicalFile(Exported from) {
        Optional<Subject> product = from.productSubject();
        Map<String, Known> known = product.map(from.facts()::of).orElse(Map.of());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "1",
                "Description of the product, its versions and its instructions",
                paper(known, "product.setup-guide")));
        rows.add(List.of(
                "2a", "Design and development, with architecture", paper(known, "product.development-process")));
        rows.add(List.of(
                "2b",
                "How flaws are handled, with bill of materials and policy",
                "policy: " + paper(known, "product.vulnerability-policy") + "; handling: "
                        + paper(known, "product.vulnerability-handling") + "; bill of materials: " + OPEN));
        rows.add(List.of("2c", "Production and monitoring", OPEN));
        rows.add(List.of(
                "3",
                "Risk assessment, and how Annex I applies",
                paper(known, "product.threat-model") + "; how it applies: the sheet cra-annex-i"));
        rows.add(List.of(
                "4",
                "How long it is supported, and why so long",
                Optional.ofNullable(known.get("devices.support-until"))
                        .map(k -> "until " + k.value())
                        .orElse(OPEN)));
        rows.add(List.of("5", "Standards that were applied", "see the sheets etsi-ics and en-18031"));
        rows.add(List.of(
                "6",
                "Reports of tests",
                paper(known, "product.penetration-test") + "; what evidence says: assessment-results.json and a pack"));
        rows.add(List.of("7", "Declaration of conformity", OPEN));
        rows.add(List.of("8", "Bill of materials, when an authority asks", OPEN));
        for (ProductFact fact : ProductFacts.all()) {
            if (fact.kind() == ProductFact.Kind.PAPER) {
                rows.add(List.of("record", fact.meaning(), paper(known, fact.key())));
            }
        }
        return new Sheet(
                "Technical file, Regulation (EU) 2024/2847 Annex VII, skeleton, " + about(from),
                NOTE,
                List.of("part", "what", "where it stands"),
                rows);
    }

    private static String paper(Map<String, Known> known, String key) {
        Known value = known.get(key);
        return value == null ? OPEN : value.value();
    }

    private static String about(Exported from) {
        return from.product().map(id -> "product " + id).orElse("fleet of " + from.org()) + ", at "
                + from.fleet().at();
    }
}
