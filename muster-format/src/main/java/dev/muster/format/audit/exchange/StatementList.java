package dev.muster.format.audit.exchange;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborProfile;
import java.util.ArrayList;
import java.util.List;

/** Several signed statements in one answer: an array of byte strings. The list itself is not signed. */
public final class StatementList {
    public static final String MEDIA_TYPE = "application/vnd.muster.exchange-list+cbor";

    /** Papers of one maker for one customer, with answers. */
    public static final int MAX_STATEMENTS = 1_000;

    /** The largest list of statements of usual size. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    private StatementList() {}

    public static byte[] encode(List<byte[]> statements) {
        return Cbor.array(statements.stream().map(Cbor::of).toList()).encoded();
    }

    /** @throws ExchangeException when the bytes are no such list */
    public static List<byte[]> parse(byte[] bytes) {
        try {
            List<byte[]> statements = new ArrayList<>();
            for (Cbor item : Cbor.parse(bytes, CborProfile.STRICT, new CborLimits(2, MAX_STATEMENTS + 1, MAX_BYTES))
                    .asArray()) {
                statements.add(item.asBytes());
            }
            return List.copyOf(statements);
        } catch (MalformedException fault) {
            throw new ExchangeException(fault);
        }
    }
}
