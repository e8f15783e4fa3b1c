package dev.muster.core.attestation;

import dev.muster.core.ledger.EntryType;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.crypto.Sha256;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Evidence of a device was appraised. Subject: {@code device/<id>}; effective at {@code appraisedAt}. With the evidence,
 * the key and the ids of set and policy in it, anyone can appraise it again.
 *
 * @param evidence the token as received
 * @param deviceKey SubjectPublicKeyInfo of the key that verified it, DER; {@link SharedKey#name} of a shared one
 * @param nonce the verifier's, used up by this; the id of an epoch, which is not; empty when there is none
 * @param nonceExpiresAt after it the same evidence would be refused anyway
 * @param vector claims by category name of AR4SI
 * @param software what the device says it runs
 * @param match the reference value that agrees
 * @param nearest where the differences were taken from
 * @param mediaType of the evidence; empty in entries from before there was more than one, which are {@code
 *     application/eat+cwt}
 * @param scheme that read it; empty in those, which are {@code linux-slots}
 * @param proof word of {@link Proof}: what the verifier concluded; empty in those, where only the device's word is kept
 * @param earlier the reference value that the device agreed with last, when this one is another or none
 * @param freshBy how else than by a nonce of its own it was fresh: {@code epoch} or {@code clock}
 * @param marks digests of what its keys signed, hexadecimal, when it was fresh by an epoch or a clock; empty in entries from
 *     before, where the evidence as received was the mark
 * @param capabilities the SUIT_Capability_Report that came along, as the device wrote it; empty when none did
 * @param keyEpoch of the list of release keys that the device says it obeys; 0 for the
 *     keys of its factory; empty when it does not say
 * @param bound true when it was made for the connection that it came over; absent otherwise
 */
@EntryType("attestation.evidence-appraised")
public record EvidenceAppraised(
        byte[] evidence,
        byte[] deviceKey,
        byte[] nonce,
        Instant nonceExpiresAt,
        Instant appraisedAt,
        String referenceSet,
        String policy,
        TrustTier status,
        Map<String, Integer> vector,
        List<Reason> reasons,
        Optional<Match> match,
        Optional<Match> nearest,
        List<Difference> differences,
        int differencesTotal,
        List<String> skipped,
        Software software,
        Optional<String> mediaType,
        Optional<String> scheme,
        Optional<String> proof,
        Optional<Match> earlier,
        Optional<Boolean> bound,
        Optional<String> freshBy,
        Optional<List<String>> marks,
        Optional<byte[]> capabilities,
        Optional<Long> keyEpoch)
        implements AttestationEvent {

    /**
     * What the signed claims say about the device, taken over for readers of the ledger.
     *
     * @param maker as the register has it
     * @param model as the register has it
     * @param debug word of RFC 9711, empty when not stated
     * @param strength the device's word for how the measurement was made; nothing is concluded from it
     * @param digest SHA-256 over the files of the active slot, hexadecimal
     */
    public record Software(
            String maker,
            String model,
            String name,
            String version,
            String slot,
            String digest,
            String strength,
            String debug,
            long bootCount,
            long uptimeSeconds) {
        /** Evidence that says nothing of its software in words. */
        public static Software unnamed() {
            return new Software("", "", "", "", "", "", "", "", 0, 0);
        }

        /** The same, of a product that the register knows. */
        Software of(AttestationStore.Origin origin) {
            return new Software(
                    origin.maker(),
                    origin.model(),
                    name,
                    version,
                    slot,
                    digest,
                    strength,
                    debug,
                    bootCount,
                    uptimeSeconds);
        }
    }

    public EvidenceAppraised {
        vector = Map.copyOf(vector);
        reasons = List.copyOf(reasons);
        differences = List.copyOf(differences);
        skipped = List.copyOf(skipped);
        marks = marks.map(List::copyOf);
    }

    /** What the verifier knows of the measurement; of older entries what the device's word can come to. */
    public Proof proved() {
        return proof.flatMap(word -> Arrays.stream(Proof.values())
                        .filter(one -> one.word().equals(word))
                        .findFirst())
                .orElseGet(() -> Proof.ofClaimedWord(software.strength()));
    }

    /** Whether the evidence is worth nothing over another connection than it came over. */
    public boolean isBound() {
        return bound.orElse(false);
    }

    /** Whether the device shows a release that it had left. */
    public boolean wentBack() {
        return reason(Reason.WENT_BACK).isPresent();
    }

    /** What is told under a code of {@link Reason}, wherever it stands among the reasons. */
    public Optional<Reason> reason(String code) {
        return reasons.stream().filter(reason -> reason.code().equals(code)).findFirst();
    }

    /** What the device agrees with from here on; empty when this evidence changes nothing about that. */
    public Optional<Match> agreedNow() {
        return wentBack() ? Optional.empty() : match;
    }

    /**
     * How long what is used up must be known. An organisation may let evidence by clocks be older tomorrow than today: until the
     * oldest that any may allow it could be shown again, and would count once more.
     */
    public Instant usedUpUntil() {
        return freshBy.equals(Optional.of(Fresh.Way.CLOCK.word()))
                ? appraisedAt.plus(Freshness.OLDEST).plus(Evidences.SKEW)
                : nonceExpiresAt;
    }

    /** What is used up by this: where any of it is seen again, evidence is refused. */
    public List<byte[]> usedUp() {
        if (freshBy.isEmpty()) {
            return List.of(nonce);
        }
        return marks.map(all -> all.stream().map(HexFormat.of()::parseHex).toList())
                .orElseGet(() -> List.of(Sha256.of(evidence)));
    }

    /** The media type to read the evidence by. */
    public String readAs() {
        return mediaType.orElse(EatToken.MEDIA_TYPE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EvidenceAppraised that
                && Arrays.equals(evidence, that.evidence)
                && Arrays.equals(deviceKey, that.deviceKey)
                && Arrays.equals(nonce, that.nonce)
                && nonceExpiresAt.equals(that.nonceExpiresAt)
                && appraisedAt.equals(that.appraisedAt)
                && referenceSet.equals(that.referenceSet)
                && policy.equals(that.policy)
                && status == that.status
                && vector.equals(that.vector)
                && reasons.equals(that.reasons)
                && match.equals(that.match)
                && nearest.equals(that.nearest)
                && differences.equals(that.differences)
                && differencesTotal == that.differencesTotal
                && skipped.equals(that.skipped)
                && software.equals(that.software)
                && mediaType.equals(that.mediaType)
                && scheme.equals(that.scheme)
                && proof.equals(that.proof)
                && earlier.equals(that.earlier)
                && bound.equals(that.bound)
                && freshBy.equals(that.freshBy)
                && marks.equals(that.marks)
                && capabilities.map(ByteBuffer::wrap).equals(that.capabilities.map(ByteBuffer::wrap))
                && keyEpoch.equals(that.keyEpoch);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(evidence), appraisedAt, referenceSet, status);
    }
}
