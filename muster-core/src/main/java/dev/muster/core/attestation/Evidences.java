package dev.muster.core.attestation;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.format.attest.ear.TrustVector;
import dev.muster.format.attest.eat.DebugStatus;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.attest.eat.Ueid;
import dev.muster.format.crypto.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The desk for evidence: is it of this device, and of now? Then it is appraised and kept; otherwise refused, and the
 * refusal kept. A nonce is good once: the entry that uses it is what remembers it.
 */
public final class Evidences {
    /** The same refusal of the same device leaves an entry at most this often: a broken device is not a diary. */
    public static final Duration QUIET = Duration.ofMinutes(1);

    private static final String ISSUER = "muster";

    private final Challenges challenges;

    public Evidences(Challenges challenges) {
        this.challenges = challenges;
    }

    public Decision<EvidenceAnswer> decide(EvidenceRequest request, AttestationStore known, Instant now) {
        return switch (request.reading()) {
            case EvidenceReading.Unreadable bad -> refuse(request, known, now, bad.refusal(), bad.detail());
            case EvidenceReading.Read read -> decide(request, read.claims(), known, now);
        };
    }

    private Decision<EvidenceAnswer> decide(
            EvidenceRequest request, SlotClaims claims, AttestationStore known, Instant now) {
        Optional<AttestationStore.Origin> origin = known.origin(request.device());
        if (origin.isEmpty()) {
            return refuse(
                    request, known, now, Refusal.DEVICE_UNKNOWN, "the register does not have " + request.device());
        }
        AttestationStore.Origin claimed = new AttestationStore.Origin(claims.maker(), claims.model());
        if (!claimed.equals(origin.get())) {
            return refuse(
                    request,
                    known,
                    now,
                    Refusal.PRODUCT_MISMATCH,
                    "the evidence is of " + claimed + ", the register has " + origin.get());
        }
        Ueid expected = Ueid.of(claims.maker(), claims.model(), request.device().value());
        if (!expected.equals(claims.ueid())) {
            return refuse(
                    request,
                    known,
                    now,
                    Refusal.UEID_MISMATCH,
                    "the UEID is not that of " + request.device() + ", " + claims.maker() + " " + claims.model());
        }
        Optional<Instant> expiry = challenges.expiry(request.org(), request.device(), claims.nonce());
        if (expiry.isEmpty()) {
            return refuse(request, known, now, Refusal.NONCE_UNKNOWN, "the nonce was not issued for this device");
        }
        if (now.isAfter(expiry.get())) {
            return refuse(request, known, now, Refusal.NONCE_EXPIRED, "the nonce ended at " + expiry.get());
        }
        if (known.nonceUsed(claims.nonce())) {
            return refuse(request, known, now, Refusal.NONCE_USED, "the nonce was used before");
        }
        Appraisal appraisal = Appraiser.appraise(claims, known.references(), now);
        EvidenceAppraised event = event(request.evidence(), request.deviceKey(), claims, expiry.get(), appraisal, now);
        List<Draft> drafts = new ArrayList<>();
        drafts.add(new Draft(request.device().subject(), now, ISSUER, event));
        claims.disputed()
                .map(result ->
                        new ResultDisputed(result.reason(), HexFormat.of().formatHex(result.digest())))
                .ifPresent(disputed -> drafts.add(new Draft(request.device().subject(), now, ISSUER, disputed)));
        return Decision.of(new EvidenceAnswer.Appraised(event), drafts);
    }

    private static Decision<EvidenceAnswer> refuse(
            EvidenceRequest request, AttestationStore known, Instant now, Refusal refusal, String detail) {
        EvidenceAnswer answer = new EvidenceAnswer.Refused(refusal, detail);
        boolean said = known.lastRefusal(request.device())
                .filter(last -> last.code().equals(refusal.code())
                        && now.isBefore(last.at().plus(QUIET)))
                .isPresent();
        if (said) {
            return Decision.of(answer);
        }
        String digest = HexFormat.of().formatHex(Sha256.of(request.evidence()));
        return Decision.of(
                answer,
                new Draft(
                        request.device().subject(), now, ISSUER, new EvidenceRefused(refusal.code(), detail, digest)));
    }

    private static EvidenceAppraised event(
            byte[] evidence,
            byte[] deviceKey,
            SlotClaims claims,
            Instant nonceExpiresAt,
            Appraisal appraisal,
            Instant now) {
        return new EvidenceAppraised(
                evidence,
                deviceKey,
                claims.nonce(),
                nonceExpiresAt,
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
                new EvidenceAppraised.Software(
                        claims.maker(),
                        claims.model(),
                        claims.softwareName(),
                        claims.softwareVersion(),
                        claims.slot(),
                        claims.measurement().overall().hex(),
                        claims.strength().word(),
                        claims.debug().map(DebugStatus::word).orElse(""),
                        claims.bootCount(),
                        claims.uptimeSeconds()));
    }

    static Map<String, Integer> words(TrustVector vector) {
        Map<String, Integer> words = new TreeMap<>();
        vector.claims().forEach((category, claim) -> words.put(category.word(), claim));
        return words;
    }

    /**
     * Appraises the evidence of an entry again: the same set gives the same entry, bit by bit.
     *
     * @param reading the entry's evidence, read again under the entry's key
     * @param references the set with the id of the entry
     * @return what the entry should have been; empty when its evidence does not verify
     * @throws IllegalArgumentException when the set is another one than the entry names
     */
    public static Optional<EvidenceAppraised> again(
            EvidenceAppraised before, EvidenceReading reading, ReferenceSet references) {
        if (!references.id().equals(before.referenceSet())) {
            throw new IllegalArgumentException("the entry was appraised by set " + before.referenceSet());
        }
        if (!(reading instanceof EvidenceReading.Read read)) {
            return Optional.empty();
        }
        Appraisal appraisal = Appraiser.appraise(read.claims(), references, before.appraisedAt());
        return Optional.of(event(
                before.evidence(),
                before.deviceKey(),
                read.claims(),
                before.nonceExpiresAt(),
                appraisal,
                before.appraisedAt()));
    }
}
