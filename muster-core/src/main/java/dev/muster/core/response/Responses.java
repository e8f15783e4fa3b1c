package dev.muster.core.response;

import dev.muster.core.devices.DeviceState;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The desk that answers a device's standing with measures. A standing may be told twice: what it caused the first time
 * is known by then, and the second time it causes nothing.
 */
public final class Responses {
    /** The other slot, and once more in case the first order was lost; a third try would find the same two slots. */
    public static final int MAX_ROLL_BACKS = 2;
    /** Longer than a device takes to return to the other slot and attest; evidence on the way there is not an answer. */
    public static final Duration ROLL_BACK_COOLDOWN = Duration.ofSeconds(30);
    /** Whoever is released this often in {@link #RELEASE_WINDOW} is tampered with again and again. */
    public static final int MAX_RELEASES = 3;
    /** A day: what goes wrong more seldom than this is a new incident. */
    public static final Duration RELEASE_WINDOW = Duration.ofDays(1);

    private static final String ISSUER = "muster";

    /**
     * What to ask for.
     *
     * @return measures in the order in which they are to be asked for, and the entry that explains them; both empty
     *     when nothing is to be done
     */
    public Decision<List<Measure>> decide(Standing standing, ResponseStore known, Instant now) {
        Optional<DeviceState> state = known.state(standing.device());
        if (state.isEmpty()) {
            return Decision.of(List.of());
        }
        Optional<Episode> episode = known.episode(standing.device());
        return switch (standing.word()) {
            case CONTRADICTED -> contradicted(standing, state.get(), episode, known, now);
            case DOUBLED -> doubled(standing, state.get(), now);
            case AFFIRMED -> affirmed(standing, state.get(), episode, now);
        };
    }

    private static Decision<List<Measure>> contradicted(
            Standing standing, DeviceState state, Optional<Episode> episode, ResponseStore known, Instant now) {
        if (state == DeviceState.OPERATIONAL || state == DeviceState.DEGRADED || state == DeviceState.JOINING) {
            return quarantine(standing, known, now);
        }
        // In maintenance somebody is changing the device on purpose; what others quarantined is theirs to repair.
        if (state != DeviceState.QUARANTINED || episode.isEmpty()) {
            return Decision.of(List.of());
        }
        return stillContradicted(standing, episode.get(), now);
    }

    private static Decision<List<Measure>> quarantine(Standing standing, ResponseStore known, Instant now) {
        boolean tooOften = known.releases(standing.device(), now.minus(RELEASE_WINDOW)) >= MAX_RELEASES;
        List<Measure> measures =
                tooOften ? List.of(Measure.QUARANTINE) : List.of(Measure.QUARANTINE, Measure.ROLL_BACK);
        Draft reacted = draft(
                standing,
                now,
                new ResponseEvent.Reacted(
                        standing.verdictEntry(),
                        standing.reason(),
                        standing.evidenceAt(),
                        measures,
                        tooOften ? 0 : 1,
                        true));
        if (!tooOften) {
            return Decision.of(measures, reacted);
        }
        String detail = "released " + MAX_RELEASES + " times within " + RELEASE_WINDOW + " and contradicted again";
        return Decision.of(measures, reacted, caseOpened(standing, now, "released-too-often", detail));
    }

    /** Both are cut off and neither is rolled back: which of them is the right one is for a person to see. */
    private static Decision<List<Measure>> doubled(Standing standing, DeviceState state, Instant now) {
        if (!state.allows(DeviceState.QUARANTINED) && state != DeviceState.QUARANTINED) {
            return Decision.of(List.of());
        }
        List<Measure> measures = state == DeviceState.QUARANTINED ? List.of() : List.of(Measure.QUARANTINE);
        Draft reacted = draft(
                standing,
                now,
                new ResponseEvent.Reacted(
                        standing.verdictEntry(), standing.reason(), standing.evidenceAt(), measures, 0, true));
        return Decision.of(measures, reacted, caseOpened(standing, now, "device-doubled", standing.reason()));
    }

    private static Decision<List<Measure>> stillContradicted(Standing standing, Episode episode, Instant now) {
        boolean told = standing.verdictEntry() <= episode.verdictEntry();
        boolean onTheWay = episode.lastRollBackAt()
                .filter(at -> standing.evidenceAt().isBefore(at.plus(ROLL_BACK_COOLDOWN)))
                .isPresent();
        if (told || onTheWay || episode.caseOpened()) {
            return Decision.of(List.of());
        }
        if (episode.rollBacks() >= MAX_ROLL_BACKS) {
            String detail = "still contradicted after " + episode.rollBacks() + " roll backs: " + standing.reason();
            return Decision.of(List.of(), caseOpened(standing, now, "roll-backs-used-up", detail));
        }
        List<Measure> again = List.of(Measure.ROLL_BACK);
        return Decision.of(
                again,
                draft(
                        standing,
                        now,
                        new ResponseEvent.Reacted(
                                standing.verdictEntry(),
                                standing.reason(),
                                standing.evidenceAt(),
                                again,
                                episode.rollBacks() + 1,
                                false)));
    }

    private static Decision<List<Measure>> affirmed(
            Standing standing, DeviceState state, Optional<Episode> episode, Instant now) {
        if (state == DeviceState.JOINING) {
            // The entry of its state names the verdict; there is no episode that ends.
            return Decision.of(List.of(Measure.ADMIT));
        }
        boolean ours = state == DeviceState.QUARANTINED
                && episode.filter(e -> !e.caseOpened()).isPresent();
        // Evidence from before the quarantine says nothing about the device now.
        if (!ours || standing.evidenceAt().isBefore(episode.orElseThrow().openedAt())) {
            return Decision.of(List.of());
        }
        return Decision.of(
                List.of(Measure.RELEASE),
                draft(
                        standing,
                        now,
                        new ResponseEvent.Released(
                                standing.verdictEntry(),
                                episode.orElseThrow().openedAt(),
                                episode.orElseThrow().rollBacks())));
    }

    private static Draft caseOpened(Standing standing, Instant now, String reason, String detail) {
        return draft(standing, now, new ResponseEvent.CaseOpened(standing.verdictEntry(), reason, detail));
    }

    private static Draft draft(Standing standing, Instant now, ResponseEvent event) {
        return new Draft(standing.device(), now, ISSUER, event);
    }
}
