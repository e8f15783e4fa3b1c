package dev.muster.core.attestation;

import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.Validity;
import dev.muster.format.attest.coswid.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the author of a manifest should know at submission: what it cannot prove, and what will surprise. */
final class ReferenceLint {
    /** Reference values that end this soon leave devices without any. */
    static final Duration SOON = Duration.ofDays(30);

    /** More say nothing new. */
    private static final int MAX_WARNINGS = 32;

    private final List<String> warnings = new ArrayList<>();
    private final SignedCorim signed;
    private final String maker;
    private final ReferenceSet known;

    private ReferenceLint(SignedCorim signed, String maker, ReferenceSet known) {
        this.signed = signed;
        this.maker = maker;
        this.known = known;
    }

    static List<String> warnings(SignedCorim signed, String maker, ReferenceSet known, Instant now) {
        ReferenceLint lint = new ReferenceLint(signed, maker, known);
        lint.validity(now);
        for (Comid comid : signed.corim().comids()) {
            for (Triple.Reference triple : comid.references()) {
                lint.proves(comid, triple);
                lint.anchored(triple.environment());
                lint.overlaps(triple);
            }
        }
        return lint.warnings.stream().distinct().limit(MAX_WARNINGS).toList();
    }

    private void validity(Instant now) {
        Stream.of(signed.corim().validity(), signed.signatureValidity())
                .flatMap(Optional::stream)
                .forEach(span -> ends(span, now));
        if (signed.corim().validity().isEmpty() && signed.signatureValidity().isEmpty()) {
            warnings.add("It never ends: without a validity only a newer tag that replaces it retires it.");
        }
    }

    private void ends(Validity span, Instant now) {
        if (span.notBefore().filter(now::isBefore).isPresent()) {
            warnings.add("It does not count before " + span.notBefore().get() + ".");
        }
        if (!span.notAfter().isAfter(now.plus(SOON))) {
            warnings.add("It ends at " + span.notAfter() + ", within " + SOON.toDays() + " days.");
        }
    }

    private void proves(Comid comid, Triple.Reference triple) {
        List<Measurement> measured = triple.measurements().stream()
                .filter(m -> m.values().isMeasured())
                .toList();
        String where = triple.environment() + " of tag " + comid.tagId();
        if (measured.isEmpty()) {
            warnings.add("The reference values for " + where
                    + " state no digest, raw value or register: they can never affirm anything.");
        } else if (measured.stream().anyMatch(m -> isFile(m))
                && measured.stream().noneMatch(m -> isSlot(m))) {
            warnings.add(
                    "The reference values for " + where + " name single files and not the slot: they affirm a device"
                            + " only when they name every file of it.");
        }
    }

    private static boolean isSlot(Measurement measurement) {
        return measurement.key().equals(Optional.of(ReferenceValue.SLOT));
    }

    private static boolean isFile(Measurement measurement) {
        return measurement
                .key()
                .filter(key -> key.toString().startsWith(ReferenceValue.SLOT + "/"))
                .isPresent();
    }

    /** Evidence of Muster's agents is signed by enrolled keys; whoever names another environment has other evidence. */
    private void anchored(Environment environment) {
        boolean byEnrolment =
                environment.vendor().isPresent() && environment.model().isPresent();
        boolean hasKey = signed.corim().comids().stream()
                .flatMap(comid -> comid.triples().stream())
                .anyMatch(triple -> triple instanceof Triple.Keys keys && environment.covers(keys.environment()));
        if (!byEnrolment && !hasKey && !known.hasAttester(environment)) {
            warnings.add("No key is registered that could sign evidence of " + environment
                    + ": these values cannot be used before one is.");
        }
    }

    private void overlaps(Triple.Reference triple) {
        ReferenceValue value = ReferenceValue.of(maker, triple.environment(), triple.measurements());
        Optional<Digest> digest = value.slotDigest();
        for (Shelf shelf : known.shelves(triple.environment())) {
            List<ReferenceValue> same = digest.map(shelf::of).orElse(List.of());
            same.stream()
                    .filter(other ->
                            other.maker().equals(maker) && !other.version().equals(value.version()))
                    .findFirst()
                    .ifPresent(other -> warnings.add("The same files are already known as version "
                            + other.version().orElse("(none)") + ", from manifest " + other.corimId() + "."));
            value.version().map(shelf::of).orElse(List.of()).stream()
                    .filter(other ->
                            other.maker().equals(maker) && !other.slotDigest().equals(digest))
                    .findFirst()
                    .ifPresent(
                            other -> warnings.add("Version " + value.version().orElse("")
                                    + " is already there with other files, from manifest " + other.corimId()
                                    + ": both count until one ends or is replaced."));
        }
    }
}
