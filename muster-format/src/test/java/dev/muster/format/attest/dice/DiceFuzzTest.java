package dev.muster.format.attest.dice;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Bytes are a chain, or {@link DiceException}, nothing else. */
class DiceFuzzTest {
    @FuzzTest
    void chainsReadOrRefuse(byte[] data) {
        try {
            DiceChain.parse(List.of(data));
        } catch (DiceException refused) {
            return;
        }
    }

    @FuzzTest
    void tcbInfosReadOrRefuse(byte[] data) {
        try {
            TcbInfo.sequence(data);
        } catch (DiceException refused) {
            return;
        }
    }

    @FuzzTest
    void extensionsReadOrRefuse(byte[] data) {
        try {
            OpenDice.extension(data);
        } catch (DiceException refused) {
            return;
        }
    }

    @FuzzTest
    void evidenceReadsOrRefuses(byte[] data) {
        try {
            DiceEvidence.parse(data);
        } catch (DiceException refused) {
            return;
        }
    }

    @FuzzTest
    void joiningReadsOrRefuses(byte[] data) {
        try {
            DiceJoining.Asked asked = DiceJoining.Asked.parse(data);
            asked.isSigned();
            asked.identity()
                    .fault(asked.identity().first().orElse(asked.identity().speaking()));
        } catch (DiceException refused) {
            return;
        }
    }
}
