package dev.muster.core.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetPostureTest {
    private static final RequirementId ID = new RequirementId("X", "1");
    private static final Catalogue CATALOGUE = new Catalogue(
            "1",
            List.of(new Source("X", "A source")),
            List.of(new Requirement(
                    ID, Requirement.Duty.DEVICE, "Do it", Requirement.Kind.AUTOMATABLE, "-", "A:report")),
            List.of());

    private static Verdict verdict(char letter) {
        return switch (letter) {
            case 'S' -> new Verdict.Supported(List.of(), Grade.ATTESTED, List.of());
            case 'P' -> new Verdict.Partly(List.of(), Grade.REPORTED, List.of());
            case 'N' -> new Verdict.NotSupported(List.of(), Optional.of(Grade.OBSERVED), List.of());
            case 'T' -> new Verdict.Stale(List.of(), Optional.of(Grade.ATTESTED), List.of());
            case 'W' ->
                new Verdict.Waived(new Waiver("ada", "why", Given.T0), new Verdict.Unknown(List.of(), List.of()));
            case 'A' -> new Verdict.NotApplicable("ada", "why");
            default -> new Verdict.Unknown(List.of(), List.of());
        };
    }

    private static FleetPosture fleet(String letters) {
        List<Posture> postures = new ArrayList<>();
        for (int i = 0; i < letters.length(); i++) {
            postures.add(new Posture(Subject.device("d" + i), Given.T0, Map.of(ID, verdict(letters.charAt(i)))));
        }
        return FleetPosture.of(CATALOGUE, postures, Given.T0);
    }

    @ParameterizedTest
    @CsvSource({
        "SSS,SUPPORTED",
        "SSP,PARTLY",
        "SSU,PARTLY",
        "SSN,NOT_SUPPORTED",
        "SST,STALE",
        "TN,NOT_SUPPORTED",
        "UU,UNKNOWN",
        "UA,UNKNOWN",
        "SA,SUPPORTED",
        "AA,NOT_APPLICABLE",
        "WW,WAIVED",
        "WA,WAIVED",
        "WU,UNKNOWN",
        "WS,PARTLY",
        "WSA,PARTLY",
        "WN,NOT_SUPPORTED",
        "WT,STALE",
        "PP,PARTLY",
        "PU,PARTLY",
        "'',UNKNOWN"
    })
    void manyVerdictsMakeOne(String letters, Verdict.Kind kind) {
        FleetPosture fleet = fleet(letters);
        assertThat(fleet.verdicts().get(ID).kind()).isEqualTo(kind);
        assertThat(fleet.devices()).isEqualTo(letters.length());
    }

    @Test
    void theExampleIsTheFirstDeviceAtFaultAndTheGradeTheWeakest() {
        FleetVerdict verdict = fleet("SPSNN").verdicts().get(ID);
        assertThat(verdict.example()).contains(Subject.device("d3"));
        assertThat(verdict.weakest()).contains(Grade.REPORTED);
        assertThat(verdict.devices())
                .isEqualTo(Map.of(Verdict.Kind.SUPPORTED, 2, Verdict.Kind.PARTLY, 1, Verdict.Kind.NOT_SUPPORTED, 2));
    }

    @Test
    void aSourceIsSummedUp() {
        FleetPosture.SourceSummary summary = fleet("SP").sources(CATALOGUE).getFirst();
        assertThat(summary.rows()).isEqualTo(1);
        assertThat(summary.counts()).isEqualTo(Map.of(Verdict.Kind.PARTLY, 1));
        assertThat(summary.grades()).isEqualTo(Map.of(Grade.REPORTED, 1));
    }
}
