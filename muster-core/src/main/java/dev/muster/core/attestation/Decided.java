package dev.muster.core.attestation;

import dev.muster.core.attestation.AttestationStore.Origin;
import dev.muster.format.attest.ear.TrustVector;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** An appraisal as the entry that keeps it. */
final class Decided {
    private Decided() {}

    static EvidenceAppraised event(
            byte[] evidence,
            String mediaType,
            Origin origin,
            Statement statement,
            Fresh.By fresh,
            Appraisal appraisal,
            Instant now,
            Optional<Match> earlier,
            boolean bound) {
        return new EvidenceAppraised(
                evidence,
                statement.key(),
                statement.nonce(),
                fresh.until(),
                now,
                appraisal.referenceSet(),
                appraisal.policy(),
                appraisal.status(),
                words(appraisal.vector()),
                appraisal.reasons(),
                appraisal.match(),
                appraisal.nearest(),
                appraisal.differences(),
                appraisal.differencesTotal(),
                appraisal.skipped(),
                statement.software().of(origin),
                Optional.of(mediaType),
                Optional.of(statement.scheme()),
                Optional.of(statement.proof().word()),
                earlier.filter(agreed -> !Optional.of(agreed).equals(appraisal.match())),
                bound ? Optional.of(true) : Optional.empty(),
                fresh.way() == Fresh.Way.NONCE
                        ? Optional.empty()
                        : Optional.of(fresh.way().word()),
                fresh.marks().isEmpty()
                        ? Optional.empty()
                        : Optional.of(fresh.marks().stream()
                                .map(HexFormat.of()::formatHex)
                                .distinct()
                                .toList()),
                statement.side().manifests().capabilities(),
                boxed(statement.side().manifests().keyEpoch()));
    }

    private static Optional<Long> boxed(OptionalLong number) {
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    static Map<String, Integer> words(TrustVector vector) {
        Map<String, Integer> words = new TreeMap<>();
        vector.claims().forEach((category, claim) -> words.put(category.word(), claim));
        return words;
    }
}
