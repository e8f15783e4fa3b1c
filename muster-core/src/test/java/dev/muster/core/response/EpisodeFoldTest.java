package dev.muster.core.response;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an episode is after each kind of event. */
class EpisodeFoldTest {
    private static final Instant FIRST = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant LATER = FIRST.plusSeconds(60);
    private static final Episode OPEN = new Episode(FIRST, 7, 1, Optional.of(FIRST), false);

    private static ResponseEvent.Reacted reacted(long verdict, int rollBack, boolean first) {
        return new ResponseEvent.Reacted(verdict, "files-differ", FIRST, List.of(), rollBack, first);
    }

    @Test
    void theFirstReactionOpensAnEpisodeWhateverWasBefore() {
        Episode fresh = new Episode(LATER, 9, 0, Optional.empty(), false);
        assertThat(EpisodeFold.after(Optional.empty(), reacted(9, 0, true), LATER))
                .contains(fresh);
        assertThat(EpisodeFold.after(Optional.of(OPEN), reacted(9, 0, true), LATER))
                .contains(fresh);
    }

    @Test
    void aFurtherReactionKeepsWhenItBeganAndTheLastRollBack() {
        assertThat(EpisodeFold.after(Optional.of(OPEN), reacted(9, 0, false), LATER))
                .contains(new Episode(FIRST, 9, 0, Optional.of(FIRST), false));
        assertThat(EpisodeFold.after(Optional.of(OPEN), reacted(9, 2, false), LATER))
                .contains(new Episode(FIRST, 9, 2, Optional.of(LATER), false));
        assertThat(EpisodeFold.after(Optional.empty(), reacted(9, 1, false), LATER))
                .contains(new Episode(LATER, 9, 1, Optional.of(LATER), false));
    }

    @Test
    void aCaseStandsWithItsEpisodeAndIsNoneWithoutOne() {
        ResponseEvent.CaseOpened opened = new ResponseEvent.CaseOpened(11, "roll-backs-used-up", "three times");
        assertThat(EpisodeFold.after(Optional.of(OPEN), opened, LATER))
                .contains(new Episode(FIRST, 11, 1, Optional.of(FIRST), true));
        assertThat(EpisodeFold.after(Optional.empty(), opened, LATER)).isEmpty();
    }

    @Test
    void aReleaseEndsIt() {
        assertThat(EpisodeFold.after(Optional.of(OPEN), new ResponseEvent.Released(12, FIRST, 1), LATER))
                .isEmpty();
    }
}
