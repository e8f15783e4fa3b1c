package dev.muster.ledger.statements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.LatestStatement;
import dev.muster.core.ledger.LatestStatement.Outcome;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.crypto.Keys;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every way to tell an untruth with the parts of true answers. */
final class LatestForgeries {
    private LatestForgeries() {}

    private static LatestStatement with(LatestStatement of, long latest, List<byte[]> tail, int indexAt) {
        return new LatestStatement(
                of.issuer(),
                of.subject(),
                latest,
                of.checkpoint(),
                of.covered(),
                tail,
                indexAt,
                of.proof(),
                of.statement());
    }

    /**
     * Checks them all.
     *
     * @param older answer whose statement is before the tail
     * @param newer answer whose statement is in the tail
     * @param none answer that there is none
     */
    static void noneHolds(
            LatestStatement older, LatestStatement newer, LatestStatement none, NoteKey log, CoseKey own) {
        List<byte[]> shorter = older.tail().subList(0, older.tail().size() - 1);
        List<byte[]> other = new ArrayList<>(shorter);
        other.add(older.tail().getFirst());
        assertThat(with(newer, -1, newer.tail(), newer.indexAt()).check(log, own))
                .as("a later one is denied")
                .isEqualTo(Outcome.NOT_THE_LATEST);
        assertThat(with(newer, -1, shorter, newer.indexAt()).check(log, own))
                .as("a later one is hidden")
                .isEqualTo(Outcome.NOT_THIS_LOG);
        assertThat(with(newer, -1, other, newer.indexAt()).check(log, own))
                .as("a later one is exchanged for another")
                .isEqualTo(Outcome.NOT_THIS_LOG);
        assertThat(with(older, 3, older.tail(), older.indexAt()).check(log, own))
                .as("an older one is shown as the latest")
                .isEqualTo(Outcome.NOT_IN_INDEX);
        assertThat(with(older, -1, older.tail(), older.indexAt()).check(log, own))
                .as("one that is there is denied")
                .isEqualTo(Outcome.NOT_IN_INDEX);
        assertThat(with(none, 3, none.tail(), none.indexAt()).check(log, own))
                .as("one that is not there is claimed")
                .isEqualTo(Outcome.NOT_IN_INDEX);
        assertThat(with(older, older.latest(), older.tail(), 1).check(log, own))
                .as("another statement is called the index")
                .isEqualTo(Outcome.NO_INDEX);
        assertThat(older.check(
                        log, CoseKey.of(Keys.generateP256(new SecureRandom()).getPublic())))
                .as("an index of somebody else")
                .isEqualTo(Outcome.NO_INDEX);
        assertThat(older.check(new NoteKey(log.name(), NoteKey.Type.ED25519, new byte[32]), own))
                .isEqualTo(Outcome.NOT_SIGNED);
        LatestStatement.Older exchanged = new LatestStatement.Older(
                newer.tail().getLast(), older.statement().orElseThrow().path());
        for (Optional<LatestStatement.Older> wrong :
                List.of(Optional.of(exchanged), Optional.<LatestStatement.Older>empty())) {
            assertThat(new LatestStatement(
                                    older.issuer(),
                                    older.subject(),
                                    older.latest(),
                                    older.checkpoint(),
                                    older.covered(),
                                    older.tail(),
                                    older.indexAt(),
                                    older.proof(),
                                    wrong)
                            .check(log, own))
                    .isEqualTo(Outcome.OTHER_STATEMENT);
        }
    }
}
