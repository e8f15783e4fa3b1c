package dev.muster.format.audit.scitt;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.HeaderLabel;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement that carries its receipts (RFC 9943 §6): unprotected header 394 holds an array of byte strings, one a
 * receipt.
 *
 * @param statement as it was registered
 * @param receipts at least one
 */
public record TransparentStatement(SignedStatement statement, List<Receipt> receipts) {
    /** More logs than this vouch for nothing any more. */
    private static final int MAX_RECEIPTS = 16;

    public TransparentStatement {
        receipts = List.copyOf(receipts);
    }

    /**
     * Reads a transparent statement.
     *
     * @throws dev.muster.format.MalformedException when the bytes are none, or 394 is not an array of byte strings
     */
    public static TransparentStatement parse(byte[] bytes) {
        SignedStatement statement = SignedStatement.parse(bytes);
        CborArray encoded = statement
                .message()
                .unprotected()
                .get(HeaderLabel.RECEIPTS)
                .orElseThrow(() -> new ScittException("no receipts", "/unprotected/394"))
                .asArray();
        if (encoded.size() == 0 || encoded.size() > MAX_RECEIPTS) {
            throw new ScittException(
                    "a transparent statement has 1 to " + MAX_RECEIPTS + " receipts", "/unprotected/394");
        }
        List<Receipt> receipts = new ArrayList<>();
        for (Cbor receipt : encoded) {
            receipts.add(Receipt.parse(receipt.asBytes()));
        }
        return new TransparentStatement(statement, receipts);
    }

    /** The statement's bytes with the receipts as its unprotected header, everything else as it was. */
    public byte[] encode() {
        List<Cbor> encoded = new ArrayList<>();
        receipts.forEach(receipt -> encoded.add(Cbor.of(receipt.bytes())));
        CborMap unprotected =
                Cbor.map().put(HeaderLabel.RECEIPTS, Cbor.array(encoded)).build();
        return statement.message().withUnprotected(unprotected).encode();
    }
}
