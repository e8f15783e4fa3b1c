package dev.muster.core.attestation;

import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.Version;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.eat.DebugStatus;
import dev.muster.format.attest.eat.SlotClaims;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Claims of the linux-slots profile as measured elements: the slot as a whole and every file in it. */
final class EvidenceElements {
    private EvidenceElements() {}

    static Map<MeasuredElement, MeasurementValues> of(SlotClaims claims) {
        Map<MeasuredElement, MeasurementValues> elements = new HashMap<>();
        Map<Integer, Boolean> flags = claims.debug()
                .map(status -> Map.of(MeasurementValues.FLAG_DEBUG, status == DebugStatus.ENABLED))
                .orElse(Map.of());
        elements.put(
                ReferenceValue.SLOT,
                MeasurementValues.ofFlags(flags)
                        .withDigests(List.of(claims.measurement().overall()))
                        .withVersion(Version.semver(claims.softwareVersion())));
        for (FileEntry file : claims.measurement().files()) {
            elements.put(
                    ReferenceValue.file(file.path()),
                    MeasurementValues.ofDigest(file.hash().orElseThrow()));
        }
        return elements;
    }
}
