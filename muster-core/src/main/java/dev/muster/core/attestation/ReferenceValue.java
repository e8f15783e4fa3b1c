package dev.muster.core.attestation;

import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.corim.Validity;
import dev.muster.format.attest.corim.Version;
import dev.muster.format.attest.coswid.ConciseSwid;
import dev.muster.format.attest.coswid.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One reference triple with everything needed to say where it comes from.
 *
 * @param from the tag that states it
 * @param software the CoSWID that lists the files, when the manifest has one for this environment
 */
public record ReferenceValue(
        From from, Environment environment, List<Measurement> measurements, Optional<ConciseSwid> software) {
    /**
     * What all triples of a tag have in common: kept once for thousands of them.
     *
     * @param maker who signed the manifest
     * @param corim SHA-256 of the signed manifest, hexadecimal
     * @param corimId the manifest's identity
     * @param tag identity of the CoMID
     * @param validity of the manifest and of its signature: it counts while all of them hold
     * @param activation when tag lists of the maker name the tag: one of these must hold; empty when the maker has no list
     * @param life how long the organisation goes by it
     * @param authority keys of who says so
     */
    public record From(
            String maker,
            String corim,
            String corimId,
            String tag,
            List<Validity> validity,
            Optional<List<Validity>> activation,
            Life life,
            List<TypedBytes> authority) {
        public From {
            validity = List.copyOf(validity);
            authority = List.copyOf(authority);
        }
    }

    /** The measured element that stands for the whole slot. */
    public static final MeasuredElement SLOT = MeasuredElement.of("slot");

    /** The measured element of one file of the slot. */
    public static MeasuredElement file(String path) {
        return MeasuredElement.of("slot/" + path);
    }

    /** What a triple says, before it is anybody's. */
    static ReferenceValue of(String maker, Environment environment, List<Measurement> measurements) {
        return new ReferenceValue(
                new From(maker, "", "", "", List.of(), Optional.empty(), Life.ACTIVE, List.of()),
                environment,
                measurements,
                Optional.empty());
    }

    public ReferenceValue {
        measurements = List.copyOf(measurements);
    }

    public String maker() {
        return from.maker();
    }

    public String corim() {
        return from.corim();
    }

    public String corimId() {
        return from.corimId();
    }

    public String tag() {
        return from.tag();
    }

    public List<Validity> validity() {
        return from.validity();
    }

    public Optional<List<Validity>> activation() {
        return from.activation();
    }

    public Life life() {
        return from.life();
    }

    public List<TypedBytes> authority() {
        return from.authority();
    }

    /** SHA-256 of the whole slot, when the triple states it. */
    Optional<Digest> slotDigest() {
        return slot().flatMap(measurement -> measurement.values().digests().stream()
                .filter(digest -> digest.algorithm().equals(Digest.SHA_256))
                .findFirst());
    }

    /** The release's version: of the slot, else of the CoSWID. */
    public Optional<String> version() {
        return slot().flatMap(measurement -> measurement.values().version())
                .or(() -> measurements.size() == 1
                        ? measurements.getFirst().values().version()
                        : Optional.empty())
                .map(Version::text)
                .or(() -> software.flatMap(ConciseSwid::softwareVersion));
    }

    /** Where it comes from tells nearly all apart; hashing everything that it states would cost more than comparing it. */
    @Override
    public int hashCode() {
        return from.corim().hashCode() * 31 + from.tag().hashCode();
    }

    /** Where it comes from, in words. */
    Match source() {
        return new Match(maker(), corim(), corimId(), tag(), version().orElse(""));
    }

    boolean validAt(Instant time) {
        return life().accepts(time) && inSpans(time);
    }

    /** Whether its maker stands by it then, whatever became of it here. */
    private boolean inSpans(Instant time) {
        return validity().stream().allMatch(span -> span.covers(time))
                && activation()
                        .map(spans -> spans.stream().anyMatch(span -> span.covers(time)))
                        .orElse(true);
    }

    /** Whether it is known to be bad. */
    boolean isRevoked() {
        return life().is(Life.State.REVOKED);
    }

    /** Whether it is on its way out, or was, by what the organisation says and not by what its maker says. */
    boolean isLeaving() {
        return life().is(Life.State.RETIRING);
    }

    /** Why it does not hold at a time at which it does not. */
    Compared.Ended.Why notNow(Instant time) {
        if (life().is(Life.State.STAGED)) {
            return Compared.Ended.Why.STAGED;
        }
        if (!life().accepts(time)) {
            return Compared.Ended.Why.RETIRED;
        }
        return beginsAfter(time) ? Compared.Ended.Why.EARLY : Compared.Ended.Why.EXPIRED;
    }

    /** Whether it will hold, and not yet. */
    boolean beginsAfter(Instant time) {
        return life().is(Life.State.STAGED)
                || validity().stream()
                        .anyMatch(
                                span -> span.notBefore().filter(time::isBefore).isPresent());
    }

    private Optional<Measurement> slot() {
        return measurements.stream()
                .filter(measurement -> measurement.key().equals(Optional.of(SLOT)))
                .findFirst();
    }
}
