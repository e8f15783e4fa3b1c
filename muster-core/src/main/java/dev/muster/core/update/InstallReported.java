package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;
import dev.muster.format.update.suit.Replay;
import java.util.Optional;

/**
 * A device reported what became of an envelope, signed with its key. Subject: {@code device/<id>}. This is the device's
 * word: it can stop a rollout but never count for it.
 *
 * @param envelope SHA-256 of the envelope, hexadecimal; empty when the report names none that we handed out
 * @param nature what the server itself found the envelope to be
 * @param release the release's id, empty when it is none
 * @param success whether the device says it is installed
 * @param reason word of the SUIT reason; {@code ok} on success
 * @param detail one sentence for people
 * @param possible whether running the manifest can leave this report; absent when that was not judged
 * @param impossible why not, for people
 */
@EntryType("update.install-reported")
public record InstallReported(
        String envelope,
        EnvelopeNature nature,
        String release,
        boolean success,
        String reason,
        String detail,
        Optional<Boolean> possible,
        Optional<String> impossible)
        implements UpdateEvent {
    /** One that was not compared with a run of its manifest. */
    public InstallReported(
            String envelope, EnvelopeNature nature, String release, boolean success, String reason, String detail) {
        this(envelope, nature, release, success, reason, detail, Optional.empty(), Optional.empty());
    }

    InstallReported with(Replay.Answer replayed) {
        return switch (replayed) {
            case Replay.Answer.Possible _ -> with(Optional.of(true), Optional.empty());
            case Replay.Answer.Impossible no -> with(Optional.of(false), Optional.of(no.why()));
            case Replay.Answer.NotJudged _ -> this;
        };
    }

    private InstallReported with(Optional<Boolean> isPossible, Optional<String> why) {
        return new InstallReported(envelope, nature, release, success, reason, detail, isPossible, why);
    }
}
