package dev.muster.core.attestation;

import dev.muster.core.attestation.AttestationStore.Origin;
import dev.muster.core.devices.DeviceNames;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.eat.Ueid;
import dev.muster.format.crypto.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The desk for evidence: is it of this device, and of now? Then it is appraised and kept; otherwise refused, and the
 * refusal kept. A nonce is good once: the entry that uses it is what remembers it. The desk knows no scheme by name.
 */
public final class Evidences {
    /** The same refusal of the same device leaves an entry at most this often: a broken device is not a diary. */
    public static final Duration QUIET = Duration.ofMinutes(1);

    /** Clocks of devices and servers differ; a token that begins this little later is of now. */
    static final Duration SKEW = Duration.ofMinutes(1);

    private static final String ISSUER = "muster";

    private final Challenges challenges;
    private final Epochs epochs;
    private final Schemes schemes;

    public Evidences(Challenges challenges, Schemes schemes) {
        this.challenges = challenges;
        this.epochs = new Epochs(challenges.key());
        this.schemes = schemes;
    }

    public Decision<EvidenceAnswer> decide(EvidenceRequest request, AttestationStore known, Instant now) {
        return switch (request.reading()) {
            case EvidenceReading.Unreadable bad -> refuse(request, known, now, bad);
            case EvidenceReading.Read read -> decide(request, read.statement(), known, now);
        };
    }

    private Decision<EvidenceAnswer> decide(
            EvidenceRequest request, Statement statement, AttestationStore known, Instant now) {
        Optional<Origin> origin = known.origin(request.device());
        if (origin.isEmpty()) {
            return refuse(
                    request, known, now, no(Refusal.DEVICE_UNKNOWN, "the register does not have " + request.device()));
        }
        Fresh fresh = new Fresh.Judge(
                        challenges, epochs, known.policy().freshness().orElse(Freshness.NONCES), now)
                .judge(request, statement);
        Optional<EvidenceReading.Unreadable> refusal = anotherDevice(request, statement, origin.get())
                .or(() -> notOfNow(statement.times(), now))
                .or(() -> request.elsewhere(statement))
                .or(() -> notFresh(statement, fresh, known));
        if (refusal.isPresent() || !(fresh instanceof Fresh.By by)) {
            return refuse(request, known, now, refusal.orElseThrow());
        }
        Optional<Decision<EvidenceAnswer>> twin = twin(request, statement, known, now);
        if (twin.isPresent()) {
            return twin.get();
        }
        EvidenceAppraised event = appraise(request, statement, origin.get(), by, known, now);
        List<Draft> drafts = new ArrayList<>();
        drafts.add(new Draft(request.device().subject(), now, ISSUER, event));
        statement
                .side()
                .disputed()
                .map(result ->
                        new ResultDisputed(result.reason(), HexFormat.of().formatHex(result.digest())))
                .ifPresent(disputed -> drafts.add(new Draft(request.device().subject(), now, ISSUER, disputed)));
        return Decision.of(new EvidenceAnswer.Appraised(event), drafts);
    }

    private EvidenceAppraised appraise(
            EvidenceRequest request,
            Statement statement,
            Origin origin,
            Fresh.By fresh,
            AttestationStore known,
            Instant now) {
        Optional<Match> earlier = known.lastAgreed(request.device());
        Appraisal appraisal = Appraiser.appraise(
                schemes.named(statement.scheme()),
                statement,
                environment(statement, origin),
                origin.maker(),
                known.references(),
                now,
                earlier);
        appraisal = known.policy()
                .apply(
                        appraisal.because(Fresh.told(fresh.way(), statement, fresh.until())),
                        statement,
                        origin.model(),
                        request.binding().isPresent());
        return Decided.event(
                request.evidence(),
                request.mediaType(),
                origin,
                statement,
                fresh,
                appraisal,
                now,
                earlier,
                request.binding().isPresent());
    }

    private static EvidenceReading.Unreadable no(Refusal refusal, String detail) {
        return new EvidenceReading.Unreadable(refusal, detail);
    }

    /** No device chooses what it is compared with, and none speaks for another. */
    private static Optional<EvidenceReading.Unreadable> anotherDevice(
            EvidenceRequest request, Statement statement, Origin registered) {
        Optional<Origin> claimed = statement.device().origin();
        if (claimed.isPresent() && !claimed.get().equals(registered)) {
            return Optional.of(no(
                    Refusal.PRODUCT_MISMATCH,
                    "the evidence is of " + claimed.get() + ", the register has " + registered));
        }
        Ueid expected = Ueid.of(
                registered.maker(), registered.model(), DeviceNames.serial(request.device(), registered.maker()));
        if (statement.device().ueid().filter(shown -> !shown.equals(expected)).isPresent()) {
            return Optional.of(no(
                    Refusal.UEID_MISMATCH,
                    "the UEID is not that of " + request.device() + ", " + registered.maker() + " "
                            + registered.model()));
        }
        return Optional.empty();
    }

    /** RFC 8392 §3.1.4 and §3.1.5, with a minute for clocks that differ. */
    static Optional<EvidenceReading.Unreadable> notOfNow(
            dev.muster.format.attest.eat.ClaimsSet.Times times, Instant now) {
        OptionalLong end = times.expiresAt();
        if (end.isPresent() && now.minus(SKEW).getEpochSecond() >= end.getAsLong()) {
            return Optional.of(no(Refusal.TOKEN_EXPIRED, "the token held until second " + end.getAsLong() + " (exp)"));
        }
        OptionalLong start = times.notBefore();
        if (start.isPresent() && now.plus(SKEW).getEpochSecond() < start.getAsLong()) {
            return Optional.of(
                    no(Refusal.TOKEN_NOT_YET_VALID, "the token holds from second " + start.getAsLong() + " (nbf)"));
        }
        return Optional.empty();
    }

    private static Optional<EvidenceReading.Unreadable> notFresh(
            Statement statement, Fresh fresh, AttestationStore known) {
        return switch (fresh) {
            case Fresh.Not not -> Optional.of(no(not.refusal(), not.detail()));
            case Fresh.By by
            when by.way() == Fresh.Way.NONCE ->
                known.nonceUsed(statement.nonce())
                        ? Optional.of(no(Refusal.NONCE_USED, "the nonce was used before"))
                        : Optional.empty();
            case Fresh.By by ->
                by.marks().stream().anyMatch(known::nonceUsed)
                        ? Optional.of(no(Refusal.NONCE_USED, "what is signed in this evidence was shown before"))
                        : Optional.empty();
        };
    }

    /** Neither of two that have one key may speak for it: the better one's evidence would release the worse. */
    private static Optional<Decision<EvidenceAnswer>> twin(
            EvidenceRequest request, Statement statement, AttestationStore known, Instant now) {
        Optional<Counters> shown = Counters.of(statement);
        Optional<Counters> before = known.counters(request.device());
        if (shown.isEmpty() || before.isEmpty()) {
            return Optional.empty();
        }
        if (before.get().twin() && before.get().key().equals(shown.get().key())) {
            return Optional.of(refuse(
                    request,
                    known,
                    now,
                    no(Refusal.TWIN_SUSPECTED, "counters went backwards under this key; a person has to decide")));
        }
        return before.get().backwards(shown.get()).map(detail -> {
            String digest = HexFormat.of().formatHex(Sha256.of(request.evidence()));
            TwinSeen seen = new TwinSeen(
                    shown.get().key(),
                    detail,
                    before.get().bootCount(),
                    shown.get().bootCount(),
                    digest);
            return Decision.<EvidenceAnswer>of(
                    new EvidenceAnswer.Refused(Refusal.COUNTER_WENT_BACK, detail),
                    new Draft(request.device().subject(), now, ISSUER, seen));
        });
    }

    static Environment environment(Statement statement, Origin registered) {
        return statement.device().environment().orElseGet(() -> Environment.of(registered.maker(), registered.model()));
    }

    private static Decision<EvidenceAnswer> refuse(
            EvidenceRequest request, AttestationStore known, Instant now, EvidenceReading.Unreadable why) {
        EvidenceAnswer answer = new EvidenceAnswer.Refused(why.refusal(), why.detail());
        boolean said = known.lastRefusal(request.device())
                .filter(last -> last.code().equals(why.refusal().code())
                        && now.isBefore(last.at().plus(QUIET)))
                .isPresent();
        if (said) {
            return Decision.of(answer);
        }
        String digest = HexFormat.of().formatHex(Sha256.of(request.evidence()));
        EvidenceRefused refused = new EvidenceRefused(why.refusal().code(), why.detail(), digest);
        return Decision.of(answer, new Draft(request.device().subject(), now, ISSUER, refused));
    }

    /**
     * Appraises the evidence of an entry again: the same set gives the same entry, bit by bit, when the entry is of
     * today's policy.
     *
     * @param reading the entry's evidence, read again under the entry's key
     * @param references the set with the id of the entry
     * @param policy the organisation's rules then
     * @return what the entry should have been; empty when its evidence does not verify
     * @throws IllegalArgumentException when the set is another one than the entry names
     */
    public Optional<EvidenceAppraised> again(
            EvidenceAppraised before, EvidenceReading reading, ReferenceSet references, PolicyTable policy) {
        if (!references.id().equals(before.referenceSet())) {
            throw new IllegalArgumentException("the entry was appraised by set " + before.referenceSet());
        }
        if (!(reading instanceof EvidenceReading.Read read)) {
            return Optional.empty();
        }
        Statement statement = read.statement();
        Origin origin = new Origin(before.software().maker(), before.software().model());
        Appraisal appraisal = Appraiser.appraise(
                schemes.named(statement.scheme()),
                statement,
                environment(statement, origin),
                origin.maker(),
                references,
                before.appraisedAt(),
                before.earlier());
        Fresh.By fresh = new Fresh.By(
                Fresh.Way.ofWord(before.freshBy()),
                before.nonceExpiresAt(),
                before.marks().isPresent() ? Fresh.marks(statement, before.evidence()) : List.of());
        appraisal = policy.apply(
                appraisal.because(Fresh.told(fresh.way(), statement, fresh.until())),
                statement,
                origin.model(),
                before.isBound());
        return Optional.of(Decided.event(
                before.evidence(),
                before.readAs(),
                origin,
                statement,
                fresh,
                appraisal,
                before.appraisedAt(),
                before.earlier(),
                before.isBound()));
    }
}
