package dev.muster.core.assurance;

import static dev.muster.core.assurance.PostureFoldTest.ASSESSOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.facts.Check;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The past, told move by move, is the past that follows from what was known, at every microsecond. */
class HistoryWalkTest {
    private static final int ENTRIES = 120;

    private record Move(Instant at, Subject device, Standings standings) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<List<Known>> facts = new ArrayList<>();
    private final List<Move> moves = new ArrayList<>();
    private Instant now = Given.T0;

    private void live(long seed) {
        Random random = new Random(seed);
        List<FactKey> keys = PostureFoldTest.keys();
        for (int index = 0; index < ENTRIES; index++) {
            // Now and then several in the same microsecond, and now and then days of silence.
            int kind = random.nextInt(10);
            now = kind == 0 ? now : now.plusSeconds(random.nextInt(kind == 1 ? 200_000 : 4_000));
            entries.add(Given.entry(index, Subject.device("cam-1"), now));
            Instant received = now;
            facts.add(PostureFoldTest.randomFacts(random, keys, now, index).stream()
                    .map(fact -> new Known(fact, received))
                    .toList());
        }
        now = now.plus(30, ChronoUnit.DAYS);
    }

    private FactRegister known(Instant at, long below) {
        FactRegister register = new FactRegister(Given.ORG);
        for (int index = 0; index < below; index++) {
            if (!entries.get(index).receivedAt().isAfter(at)) {
                facts.get(index).forEach(register::accept);
            }
        }
        return register;
    }

    private List<Known> recall(Subject device, long below) {
        return List.copyOf(known(now, below).of(device).values());
    }

    private void take(HistoryWalk walk, int to) {
        while (walk.next() < to) {
            int index = (int) walk.next();
            walk.take(entries.get(index), facts.get(index), device -> recall(device, walk.next()), this::move);
        }
    }

    private void move(Instant at, Subject device, Standings standings) {
        moves.add(new Move(at, device, standings));
    }

    private FleetPicture picture(Instant at) {
        FleetPicture picture = new FleetPicture(ASSESSOR);
        moves.stream()
                .filter(move -> !move.at().isAfter(at))
                .forEach(move -> picture.put(
                        move.device(), Standings.ofBytes(move.standings().bytes())));
        return picture;
    }

    private void compare(Instant at) {
        List<Posture> postures = ASSESSOR.fleet(known(at, ENTRIES), at);
        assertThat(picture(at).posture(at)).isEqualTo(FleetPosture.of(ASSESSOR.catalogue(), postures, at));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyMomentIsAsItFollows(long seed) {
        live(seed);
        HistoryWalk walk = new HistoryWalk(Given.ORG, HistoryWalk.Place.beginning(ASSESSOR), 20);
        take(walk, ENTRIES);
        walk.until(now, device -> recall(device, ENTRIES), this::move);
        assertThat(moves).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        TreeSet<Instant> moments = new TreeSet<>(List.of(Given.T0.minusSeconds(1), now));
        Random random = new Random(seed);
        for (Move move : moves) {
            if (random.nextInt(4) == 0) {
                moments.add(move.at());
                moments.add(move.at().minus(1, ChronoUnit.MICROS));
                moments.add(move.at().plusSeconds(random.nextInt(5_000)));
            }
        }
        moments.removeIf(moment -> moment.isAfter(now));
        moments.forEach(this::compare);
        assertThat(moments).hasSizeGreaterThan(60);
    }

    /** What a server does that is started anew, wherever the last one ended. */
    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void oneThatGoesOnElsewhereTellsTheSame(long seed) {
        live(seed);
        take(new HistoryWalk(Given.ORG, HistoryWalk.Place.beginning(ASSESSOR), 0), ENTRIES);
        List<Move> whole = List.copyOf(moves);
        moves.clear();
        HistoryWalk walk = new HistoryWalk(Given.ORG, HistoryWalk.Place.beginning(ASSESSOR), 0);
        for (int to = 10; to < ENTRIES; to += 17) {
            take(walk, to);
            HistoryWalk.Place place = walk.place();
            HistoryWalk anew = new HistoryWalk(Given.ORG, place, 0);
            FactRegister known = known(now, place.next());
            known.all().stream()
                    .map(one -> one.fact().subject())
                    .distinct()
                    .sorted((a, b) -> Boolean.compare(FactRegister.isDevice(a), FactRegister.isDevice(b)))
                    .forEach(subject -> anew.known(subject, known.of(subject).values()));
            anew.begun();
            assertThat(anew.stands()).isEqualTo(walk.stands());
            walk = anew;
        }
        take(walk, ENTRIES);
        assertThat(moves).isEqualTo(whole);
    }

    @Test
    void timeAloneMovesADeviceToTheMicrosecond() {
        HistoryWalk walk = new HistoryWalk(Given.ORG, HistoryWalk.Place.beginning(ASSESSOR), 0);
        Entry entry = Given.entry(0, Given.CAM, Given.T0);
        Known known = new Known(
                new Fact(
                        Given.CAM,
                        AttestationFacts.UNKNOWN_PARTS.key(),
                        "0",
                        Given.T0,
                        dev.muster.core.ledger.Grade.ATTESTED,
                        0),
                Given.T0);
        walk.take(entry, List.of(known), _ -> List.of(known), this::move);
        walk.until(Given.T0.plus(Check.DAY).minus(1, ChronoUnit.MICROS), _ -> List.of(known), this::move);
        assertThat(moves)
                .singleElement()
                .satisfies(move -> assertThat(move.at()).isEqualTo(Given.T0));
        walk.until(Given.T0.plus(Check.DAY), _ -> List.of(known), this::move);
        assertThat(moves)
                .hasSize(2)
                .last()
                .satisfies(move -> assertThat(move.at()).isEqualTo(Given.T0.plus(Check.DAY)));
        assertThat(walk.late(Given.entry(1, Given.CAM, Given.T0.plus(Check.DAY))))
                .isTrue();
        assertThatThrownBy(() -> walk.take(
                        Given.entry(1, Given.CAM, Given.T0.plus(Check.DAY)), List.of(), _ -> List.of(), this::move))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(walk.late(Given.entry(1, Given.CAM, Given.T0.plus(Check.DAY).plus(1, ChronoUnit.MICROS))))
                .isFalse();
    }

    @Test
    void whoHasAVerdictIsNamedInOrder() {
        live(5);
        HistoryWalk walk = new HistoryWalk(Given.ORG, HistoryWalk.Place.beginning(ASSESSOR), 20);
        take(walk, ENTRIES);
        Instant at = entries.getLast().receivedAt().minus(1, ChronoUnit.MICROS);
        FleetPicture picture = picture(at);
        List<Posture> postures = ASSESSOR.fleet(known(at, ENTRIES), at);
        for (Requirement row : ASSESSOR.catalogue().requirements()) {
            for (Verdict.Kind kind : Verdict.Kind.values()) {
                assertThat(picture.standing(row.id(), kind))
                        .containsExactlyElementsOf(postures.stream()
                                .filter(one -> one.verdicts().get(row.id()).kind() == kind)
                                .map(Posture::subject)
                                .toList());
            }
        }
    }
}
