package dev.muster.format.audit.scitt;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.muster.format.MalformedException;

/** Whatever bytes come: a record or {@link MalformedException}, and the leaf of a leaf is itself. */
class ScittFuzzTest {
    @FuzzTest
    void statementsReadOrRefuse(byte[] data) {
        try {
            SignedStatement statement = SignedStatement.parse(data);
            SignedStatement leaf = SignedStatement.parse(statement.leafData());
            if (!java.util.Arrays.equals(leaf.leafData(), statement.leafData())) {
                throw new AssertionError("the leaf of a leaf is itself");
            }
        } catch (MalformedException refused) {
            return;
        }
    }

    @FuzzTest
    void receiptsReadOrRefuse(byte[] data) {
        try {
            Receipt.parse(data);
            TransparentStatement.parse(data);
            ConsistencyReceipt.parse(data);
        } catch (MalformedException refused) {
            return;
        }
    }
}
