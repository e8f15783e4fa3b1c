package dev.muster.core.attestation;

import dev.muster.format.crypto.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether evidence is of now, and how that is known. */
sealed interface Fresh {
    /** How evidence shows that it is of now; the word stands in entries. */
    enum Way {
        NONCE,
        EPOCH,
        CLOCK;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        static Way ofWord(Optional<String> word) {
            return word.map(one -> valueOf(one.toUpperCase(java.util.Locale.ROOT)))
                    .orElse(NONCE);
        }
    }

    /**
     * @param until after it the same evidence would be refused for its age
     * @param marks what is used up by it, when it was made for no nonce of its own; see {@link #marks}
     */
    record By(Way way, Instant until, List<byte[]> marks) implements Fresh {
        By(Instant until) {
            this(Way.NONCE, until, List.of());
        }
    }

    record Not(Refusal refusal, String detail) implements Fresh {}

    /**
     * What is used up by evidence that was made for no nonce of its own: what its keys signed, for others are made over the
     * same epoch or none at all. The bytes as received are no mark of it: around the same signed claims everybody can lay
     * others.
     */
    static List<byte[]> marks(Statement statement, byte[] evidence) {
        return statement.signed().isEmpty()
                ? List.of(Sha256.of(evidence))
                : statement.signed().stream().map(Statement.Signed::digest).toList();
    }

    /** What a reader is told; nothing of a nonce, which is the rule. */
    static Optional<Reason> told(Way way, Statement statement, Instant until) {
        return switch (way) {
            case NONCE -> Optional.empty();
            case EPOCH ->
                Optional.of(new Reason(
                        Reason.FRESH_BY_EPOCH,
                        "The device did not ask: the evidence was made since an epoch began, and counts until " + until
                                + "."));
            case CLOCK ->
                Optional.of(new Reason(
                        Reason.FRESH_BY_CLOCK,
                        "The device did not ask: by its own clock the evidence was made at "
                                + Instant.ofEpochSecond(
                                        statement.times().issuedAt().orElseThrow()) + "."));
        };
    }

    /** What the rules of an organisation and the clock of the verifier say of evidence. */
    record Judge(Challenges challenges, Epochs epochs, Freshness allowed, Instant now) {
        Fresh judge(EvidenceRequest request, Statement statement) {
            byte[] nonce = request.binding().map(EvidenceRequest.Binding::nonce).orElseGet(statement::nonce);
            Optional<Instant> expiry = challenges.expiry(request.org(), request.device(), nonce);
            if (expiry.isPresent()) {
                return now.isAfter(expiry.get())
                        ? new Not(Refusal.NONCE_EXPIRED, "the nonce ended at " + expiry.get())
                        : new By(expiry.get());
            }
            Fresh unknown = new Not(Refusal.NONCE_UNKNOWN, "the nonce was not issued for this device");
            if (request.binding().isPresent()) {
                return unknown;
            }
            if (statement.nonce().length == 0) {
                return byClock(statement, request.evidence());
            }
            return epochs.find(request.org(), nonce)
                    .map(epoch -> byEpoch(epoch, marks(statement, request.evidence())))
                    .orElse(unknown);
        }

        private Fresh byEpoch(Epochs.Epoch epoch, List<byte[]> marks) {
            if (!allowed.epochs()) {
                return new Not(Refusal.EPOCHS_NOT_TAKEN, "the organisation takes no evidence over epochs");
            }
            if (now.isBefore(epoch.begins())) {
                return new Not(Refusal.EPOCH_NOT_BEGUN, "the epoch begins at " + epoch.begins());
            }
            return now.isBefore(epoch.over())
                    ? new By(Way.EPOCH, epoch.over(), marks)
                    : new Not(Refusal.EPOCH_OVER, "the epoch counted until " + epoch.over());
        }

        private Fresh byClock(Statement statement, byte[] evidence) {
            if (statement.times().issuedAt().isEmpty()) {
                return new Not(Refusal.NONCE_UNKNOWN, "the evidence has neither a nonce nor a time");
            }
            if (allowed.clockSeconds() == 0) {
                return new Not(Refusal.CLOCKS_NOT_TAKEN, "the organisation goes by no device's clock");
            }
            long made = statement.times().issuedAt().getAsLong();
            if (made > now.plus(Evidences.SKEW).getEpochSecond()) {
                return new Not(Refusal.CLOCK_AHEAD, "by the device's clock it was made at second " + made);
            }
            long oldest = now.getEpochSecond() - allowed.clockSeconds();
            return made < oldest
                    ? new Not(
                            Refusal.EVIDENCE_TOO_OLD,
                            "by the device's clock it was made at second " + made + ", and " + allowed.clockSeconds()
                                    + " seconds is the oldest that counts")
                    : new By(
                            Way.CLOCK,
                            Instant.ofEpochSecond(made).plusSeconds(allowed.clockSeconds()),
                            marks(statement, evidence));
        }
    }
}
