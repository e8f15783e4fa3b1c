package dev.muster.core.attestation;

import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.ear.TrustCategory;
import dev.muster.format.attest.ear.TrustClaims;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.ear.TrustVector;
import dev.muster.format.attest.eat.DebugStatus;
import dev.muster.format.attest.eat.SlotClaims;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares claims with reference values: phases 2 and 3 of the verifier of CoRIM -11 §9 for the linux-slots profile, then
 * the built-in policy {@value #POLICY}. Pure: the same claims, set and time give the same appraisal, for ever.
 *
 * <p>The policy: files that agree with a release that is valid now affirm the file system; files that agree with none
 * contradict it; an open debug port is a warning; without reference values there is a warning and never more. Only what
 * the evidence measured is claimed: files in the active slot, not what runs in memory.
 */
public final class Appraiser {
    public static final String POLICY = "tag:muster.dev,2026:policy#linux-slots-1";

    /** Enough to see what happened; an attacker cannot fill the ledger with a list of 20,000 files. */
    public static final int MAX_DIFFERENCES = 32;

    /** How many releases are compared to find the nearest, newest first; the claimed version is tried before them. */
    static final int MAX_NEAREST = 16;

    private final ReferenceSet references;
    private final Instant now;

    private Appraiser(ReferenceSet references, Instant now) {
        this.references = references;
        this.now = now;
    }

    /** @param now the time of appraisal: reference values that are not valid then do not count */
    public static Appraisal appraise(SlotClaims claims, ReferenceSet references, Instant now) {
        return new Appraiser(references, now).appraise(claims);
    }

    /** The environment of a device of the linux-slots profile: its class by maker and model. */
    public static Environment environment(SlotClaims claims) {
        return Environment.of(claims.maker(), claims.model());
    }

    private Appraisal appraise(SlotClaims claims) {
        Map<MeasuredElement, MeasurementValues> stated = EvidenceElements.of(claims);
        List<ReferenceSet.Shelf> shelves = references.shelves(environment(claims));
        Conclusion conclusion = new Conclusion(claims);
        Optional<ReferenceValue> match = match(shelves, claims, stated);
        if (match.isPresent()) {
            conclusion.matched(match.get());
        } else {
            List<ReferenceValue> near = Nearest.candidates(shelves, claims, now);
            if (near.isEmpty()) {
                conclusion.nothingToCompare(shelves.isEmpty());
            } else {
                conclusion.differs(Nearest.of(near, claims, stated));
            }
        }
        return conclusion.appraisal();
    }

    private Optional<ReferenceValue> match(
            List<ReferenceSet.Shelf> shelves, SlotClaims claims, Map<MeasuredElement, MeasurementValues> stated) {
        Digest overall = claims.measurement().overall();
        for (ReferenceSet.Shelf shelf : shelves) {
            List<ReferenceValue> candidates = new ArrayList<>(shelf.byDigest.getOrDefault(overall, List.of()));
            candidates.addAll(shelf.withoutDigest);
            for (ReferenceValue candidate : candidates) {
                if (candidate.validAt(now) && mismatches(candidate, stated).isEmpty()) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    /** Everything of a triple that the evidence does not meet. */
    static List<Difference> mismatches(ReferenceValue reference, Map<MeasuredElement, MeasurementValues> stated) {
        List<Difference> found = new ArrayList<>();
        for (Measurement condition : reference.measurements()) {
            MeasuredElement key = condition.key().orElse(ReferenceValue.SLOT);
            MeasurementValues values = stated.get(key);
            if (!condition.authorizedBy().isEmpty()) {
                found.add(new Difference(key.toString(), "vouched for by a named key", "vouched for by the device"));
            } else if (values == null) {
                found.add(new Difference(key.toString(), "measured", Difference.ABSENT));
            } else {
                for (String text : Comparison.differences(condition.values(), values)) {
                    found.add(new Difference(key.toString(), text, "see expected"));
                }
            }
        }
        return found;
    }

    static Match source(ReferenceValue value) {
        return new Match(
                value.maker(),
                value.corim(),
                value.corimId(),
                value.tag(),
                value.version().orElse(""));
    }

    /** Collects what was concluded. */
    private final class Conclusion {
        private final SlotClaims claims;
        private final Map<TrustCategory, Integer> vector = new EnumMap<>(TrustCategory.class);
        private final List<Reason> reasons = new ArrayList<>();
        private TrustTier atBest = TrustTier.NONE;
        private Optional<Match> match = Optional.empty();
        private Optional<Match> nearest = Optional.empty();
        private List<Difference> differences = List.of();

        Conclusion(SlotClaims claims) {
            this.claims = claims;
            vector.put(TrustCategory.INSTANCE_IDENTITY, TrustClaims.INSTANCE_TRUSTWORTHY);
        }

        void matched(ReferenceValue value) {
            match = Optional.of(source(value));
            vector.put(TrustCategory.FILE_SYSTEM, TrustClaims.FILE_SYSTEM_APPROVED);
            reasons.add(new Reason(
                    Reason.MATCH,
                    "The files of " + claims.slot() + " are those of release "
                            + value.version().orElse("(no version)") + " by " + value.maker()
                            + ", tag " + value.tag() + " of manifest " + value.corimId() + "."));
        }

        void nothingToCompare(boolean none) {
            atBest = TrustTier.WARNING;
            vector.put(TrustCategory.FILE_SYSTEM, TrustClaims.NO_CLAIM);
            reasons.add(
                    none
                            ? new Reason(
                                    Reason.NO_REFERENCE,
                                    "There are no reference values for " + environment(claims) + ".")
                            : new Reason(
                                    Reason.REFERENCE_EXPIRED,
                                    "No reference value for " + environment(claims) + " is valid now."));
        }

        void differs(Nearest found) {
            vector.put(TrustCategory.FILE_SYSTEM, TrustClaims.FILE_SYSTEM_CONTRAINDICATED);
            nearest = Optional.of(source(found.reference()));
            differences = found.differences();
            reasons.add(new Reason(
                    Reason.DIFFERS,
                    "The files of " + claims.slot() + " are those of no release; " + differences.size()
                            + " differ from release "
                            + found.reference().version().orElse("(no version)") + "."));
        }

        Appraisal appraisal() {
            List<String> skipped = new ArrayList<>();
            skipped.add("What runs in memory is not measured by this profile.");
            if (claims.debug().isEmpty()) {
                skipped.add("The device does not state whether debugging is open.");
            } else if (claims.debug().get() == DebugStatus.ENABLED) {
                vector.put(TrustCategory.CONFIGURATION, TrustClaims.CONFIG_UNSAFE);
                reasons.add(new Reason(Reason.DEBUG_ENABLED, "Debugging is open on the device."));
            }
            reasons.add(new Reason(
                    Reason.SIGNED,
                    "The evidence is signed by the key the device was enrolled with; it was measured "
                            + claims.strength().word() + "."));
            TrustVector claimed = new TrustVector(vector);
            int shown = Math.min(differences.size(), MAX_DIFFERENCES);
            return new Appraisal(
                    claimed.tier().worst(atBest),
                    claimed,
                    reasons,
                    match,
                    nearest,
                    differences.subList(0, shown),
                    differences.size(),
                    skipped,
                    references.id(),
                    POLICY);
        }
    }
}
