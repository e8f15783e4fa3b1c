package dev.muster.core.ledger;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.muster.core.ledger.LatestStatement.Outcome;
import dev.muster.format.MalformedException;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.format.cose.CoseKey;
import java.util.Arrays;
import java.util.HexFormat;

/** Answers about the latest statement: read or refused, and of a pair and a head at most one of them holds. */
class LatestStatementFuzzTest {
    /** Of the ledger whose true answers are the seeds, so that what is made of them is judged to the end. */
    private static final NoteKey LOG =
            NoteKey.parse("log.example/acme/statement+1cad4c00+AbFPcipB529Cu7NRaAU5NvjoDVgsC/g3rnfBXl1pm04Z");

    private static final CoseKey LEDGER = CoseKey.parse(
            HexFormat.of()
                    .parseHex(
                            "a601020258204bb17912baf362ad4d39297aaec70f6f4041f684274730485b0c8c374c3ea47903262001215820f0d5b2a984ecd05ebea2c4"
                                    + "5f4cffe7c6dbc59452a30af8c228f39df8538fee1d225820e27969d87ca59bb169dd89e1750ee0cae616b3ae6f0a3c8e36d271dfa2811ecb"));

    @FuzzTest
    void answersReadOrRefuse(byte[] data) {
        LatestStatement answer;
        try {
            answer = LatestStatement.parse(data);
        } catch (MalformedException refused) {
            return;
        }
        if (!LatestStatement.parse(answer.encode()).equals(answer)) {
            throw new AssertionError("an answer reads back as itself");
        }
        boolean holds = answer.check(LOG, LEDGER) == Outcome.HOLDS;
        if (holds && answer.latest() >= 0 && !isOf(answer)) {
            throw new AssertionError("the statement is of another pair");
        }
        for (long other : new long[] {-1, answer.latest() - 1, answer.latest() + 1}) {
            if (holds
                    && other >= -1
                    && other != answer.latest()
                    && with(answer, other).check(LOG, LEDGER) == Outcome.HOLDS) {
                throw new AssertionError("two statements are the latest");
            }
        }
    }

    private static boolean isOf(LatestStatement answer) {
        byte[] leaf = answer.leafData().orElseThrow();
        SignedStatement statement = SignedStatement.parse(leaf);
        return statement.issuer().equals(answer.issuer())
                && statement.subject().equals(answer.subject())
                && Arrays.equals(statement.leafData(), leaf);
    }

    private static LatestStatement with(LatestStatement of, long latest) {
        return new LatestStatement(
                of.issuer(),
                of.subject(),
                latest,
                of.checkpoint(),
                of.covered(),
                of.tail(),
                of.indexAt(),
                of.proof(),
                of.statement());
    }
}
