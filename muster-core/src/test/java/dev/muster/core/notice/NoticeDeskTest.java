package dev.muster.core.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NoticeDeskTest {
    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");

    private final NoticeDesk desk = new NoticeDesk(Set.of("record-late", "rollout-stopped"));
    private final Known known = new Known();

    private static final class Known implements NoticeStore {
        private final Map<String, Long> subscriptions = new HashMap<>();
        private final Set<String> silences = new HashSet<>();
        private final Set<String> open = new HashSet<>();

        @Override
        public OptionalLong generation(String subscription) {
            Long generation = subscriptions.get(subscription);
            return generation == null ? OptionalLong.empty() : OptionalLong.of(generation);
        }

        @Override
        public int subscriptions() {
            return subscriptions.size();
        }

        @Override
        public boolean isSilence(String id) {
            return silences.contains(id);
        }

        @Override
        public boolean isOpen(String kind, String subject) {
            return open.contains(kind + " " + subject);
        }
    }

    private static NoticeDesk.Wish wish(String id, String kind, String weight, int hour) {
        return new NoticeDesk.Wish(
                id,
                NoticeEvent.Channel.MAIL,
                "ops@city.example",
                kind.isEmpty() ? List.of() : List.of(kind),
                weight,
                hour);
    }

    private String said(NoticeDesk.Wish wish) {
        return said(desk.subscribe(wish, "operator/ann", known, NOW));
    }

    private static String said(Decision<NoticeDesk.Answer> decision) {
        if (decision.answer() instanceof NoticeDesk.Answer.Refused no) {
            assertThat(decision.drafts()).isEmpty();
            return no.reason();
        }
        assertThat(decision.drafts()).hasSize(1);
        return "done";
    }

    @Test
    void whoWantsToHearSaysWhatAndWhen() {
        assertThat(said(wish("ops", "record-late", "urgent", 6))).isEqualTo("done");
        assertThat(said(wish("ops", "", "", -1))).isEqualTo("done");
        assertThat(said(wish("", "", "", -1))).isEqualTo("id-invalid");
        assertThat(said(wish("a b", "", "", -1))).isEqualTo("id-invalid");
        assertThat(said(wish("ops", "gossip", "", -1))).isEqualTo("kind-unknown");
        assertThat(said(wish("ops", "", "heavy", -1))).isEqualTo("weight-invalid");
        assertThat(said(wish("ops", "", "", 23))).isEqualTo("done");
        assertThat(said(wish("ops", "", "", 24))).isEqualTo("hour-invalid");
        assertThat(said(wish("ops", "", "", -2))).isEqualTo("hour-invalid");
    }

    @Test
    void anOrganisationHasABoundedNumberAndMayAlwaysChangeThoseThatItHas() {
        for (int i = 0; i < NoticeDesk.SUBSCRIPTIONS_MOST; i++) {
            known.subscriptions.put("s" + i, 7L);
        }
        assertThat(said(wish("one-more", "", "", -1))).isEqualTo("too-many-subscriptions");
        Decision<NoticeDesk.Answer> changed = desk.subscribe(wish("s3", "", "", -1), "operator/ann", known, NOW);
        assertThat(changed.answer()).as("with a secret of its own").isEqualTo(new NoticeDesk.Answer.Done(8));
    }

    @Test
    void silencesAreBoundedAndHaveAReason() {
        assertThat(said(NoticeDesk.silence("s", "", "", 1, "works", "ann", NOW)))
                .isEqualTo("done");
        assertThat(said(NoticeDesk.silence("s", "", "", 720, "works", "ann", NOW)))
                .isEqualTo("done");
        assertThat(said(NoticeDesk.silence("s", "", "", 721, "works", "ann", NOW)))
                .isEqualTo("silence-invalid");
        assertThat(said(NoticeDesk.silence("s", "", "", 0, "works", "ann", NOW)))
                .isEqualTo("silence-invalid");
        assertThat(said(NoticeDesk.silence("s", "", "", 1, " ", "ann", NOW))).isEqualTo("silence-invalid");
        assertThat(NoticeDesk.silence("s", "", "", 2, "works", "ann", NOW)
                        .drafts()
                        .getFirst()
                        .event())
                .isEqualTo(new NoticeEvent.Silenced("", "", NOW.plus(Duration.ofHours(2)), "works"));
    }

    @Test
    void whatIsNotThereIsNotEndedAndNotTaken() {
        assertThat(said(NoticeDesk.unsubscribe("ops", "ann", known, NOW))).isEqualTo("not-found");
        assertThat(said(NoticeDesk.endSilence("s", "ann", known, NOW))).isEqualTo("not-found");
        assertThat(said(NoticeDesk.take("record-late", "case/c", "", "ann", known, NOW)))
                .isEqualTo("matter-unknown");
        known.subscriptions.put("ops", 7L);
        known.silences.add("s");
        known.open.add("record-late case/c");
        assertThat(said(NoticeDesk.unsubscribe("ops", "ann", known, NOW))).isEqualTo("done");
        assertThat(said(NoticeDesk.endSilence("s", "ann", known, NOW))).isEqualTo("done");
        assertThat(said(NoticeDesk.take("record-late", "case/c", "", "ann", known, NOW)))
                .isEqualTo("done");
    }
}
