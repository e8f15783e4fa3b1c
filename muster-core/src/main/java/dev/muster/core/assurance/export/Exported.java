package dev.muster.core.assurance.export;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.Catalogue;
import dev.muster.core.assurance.FactRegister;
import dev.muster.core.assurance.FleetPosture;
import dev.muster.core.assurance.FleetVerdict;
import dev.muster.core.assurance.Link;
import dev.muster.core.assurance.Requirement;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.assurance.Waiver;
import dev.muster.core.ledger.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an export is made of.
 *
 * @param org whose fleet it is
 * @param product the product that sheets are about; empty for the whole fleet
 * @param assessor catalogue and checks
 * @param fleet verdicts at one time
 * @param facts known at that time
 * @param waivers in force at that time, of devices, products and the organisation
 */
public record Exported(
        String org,
        Optional<String> product,
        Assessor assessor,
        FleetPosture fleet,
        FactRegister facts,
        List<Waiver.Of> waivers) {
    public Exported {
        waivers = List.copyOf(waivers);
    }

    Catalogue catalogue() {
        return assessor.catalogue();
    }

    FleetVerdict verdict(Requirement row) {
        FleetVerdict verdict = fleet.verdicts().get(row.id());
        if (verdict == null) {
            throw new IllegalArgumentException("not judged by " + row.id());
        }
        return verdict;
    }

    /** What bears on a row. */
    List<Link> links(Requirement row) {
        return catalogue().links().stream()
                .filter(link -> link.requirement().equals(row.id()))
                .toList();
    }

    /** Rows of a source on which some evidence bears, for or against. */
    List<Requirement> withEvidence() {
        return catalogue().requirements().stream()
                .filter(row -> switch (verdict(row).kind()) {
                    case SUPPORTED, PARTLY, STALE, NOT_SUPPORTED -> true;
                    case UNKNOWN, NOT_APPLICABLE, WAIVED -> false;
                })
                .toList();
    }

    /** The product that sheets are about, when there is one. */
    Optional<Subject> productSubject() {
        return product.map(id -> new Subject("product", id));
    }

    /** A sentence about one row: how many devices stand how, and how firmly. */
    static String sentence(FleetVerdict verdict) {
        String counts = verdict.devices().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> e.getValue() + " " + words(e.getKey()))
                .collect(Collectors.joining(", "));
        return counts
                + verdict.weakest()
                        .map(grade -> "; weakest grade " + grade.name().toLowerCase(Locale.ROOT))
                        .orElse("");
    }

    static String words(Verdict.Kind kind) {
        return kind.words();
    }
}
