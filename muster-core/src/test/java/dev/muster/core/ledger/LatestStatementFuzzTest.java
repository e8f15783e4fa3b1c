package dev.muster.core.ledger;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.merkle.NoteKey;
import java.security.SecureRandom;

/** Answers about the latest statement: read or refused, and never believed without a key's signature. */
class LatestStatementFuzzTest {
    private static final NoteKey NOBODY = new NoteKey("nobody", NoteKey.Type.ED25519, new byte[32]);
    private static final CoseKey STRANGER =
            CoseKey.of(Keys.generateP256(new SecureRandom()).getPublic());

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
        if (answer.check(NOBODY, STRANGER) == LatestStatement.Outcome.HOLDS) {
            throw new AssertionError("nobody signed that");
        }
    }
}
