package dev.muster.core.response;

import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.Event;
import java.time.Instant;
import java.util.List;

/** What the responses leave in the ledger. The entry's subject is the device; the entries of the measures follow it. */
public sealed interface ResponseEvent extends Event {

    /**
     * Contradicting evidence was answered.
     *
     * @param verdictEntry index of the verdict that caused it
     * @param reason what the verdict says
     * @param evidenceAt when the evidence was received
     * @param measures what was asked for, in words of {@link Measure}
     * @param rollBack which roll back of this episode this is, from 1; 0 when none was asked for
     * @param first whether this opens an episode
     */
    @EntryType("response.reacted")
    record Reacted(
            long verdictEntry, String reason, Instant evidenceAt, List<Measure> measures, int rollBack, boolean first)
            implements ResponseEvent {
        public Reacted {
            measures = List.copyOf(measures);
        }
    }

    /**
     * The device was released because its evidence is affirming again.
     *
     * @param verdictEntry index of the verdict that caused it
     * @param openedAt when the episode began
     * @param rollBacks how many roll backs it took
     */
    @EntryType("response.released")
    record Released(long verdictEntry, Instant openedAt, int rollBacks) implements ResponseEvent {}

    /**
     * The automatic attempts are used up: the device stays quarantined until a person decides.
     *
     * @param verdictEntry index of the verdict that caused it
     * @param reason a stable code: {@code roll-backs-used-up} or {@code released-too-often}
     * @param detail one sentence for people
     */
    @EntryType("response.case-opened")
    record CaseOpened(long verdictEntry, String reason, String detail) implements ResponseEvent {}
}
