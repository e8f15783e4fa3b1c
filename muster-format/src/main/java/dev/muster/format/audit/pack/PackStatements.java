package dev.muster.format.audit.pack;

import dev.muster.format.audit.scitt.Receipt;
import dev.muster.format.audit.scitt.TransparentStatement;
import dev.muster.format.cose.CoseKey;
import java.security.MessageDigest;

/** Checks the signed statements of makers that a pack carries: each must be promised by the pinned receipts key. */
final class PackStatements {
    private PackStatements() {}

    /**
     * Checks all receipts of all statements.
     *
     * @return how many receipts were checked
     * @throws PackException when one does not hold
     */
    static int check(Pack pack, Trust trust) {
        pack.receiptKey().ifPresent(key -> named(CoseKey.parse(key), trust));
        int receipts = 0;
        for (byte[] bytes : pack.statements()) {
            TransparentStatement transparent = TransparentStatement.parse(bytes);
            for (Receipt receipt : transparent.receipts()) {
                check(transparent, receipt, trust);
                receipts++;
            }
        }
        return receipts;
    }

    private static void named(CoseKey key, Trust trust) {
        boolean pinned = trust.receipts()
                .filter(known -> MessageDigest.isEqual(known.thumbprint(), key.thumbprint()))
                .isPresent();
        if (trust.receipts().isPresent() && !pinned) {
            throw new PackException("the pack names another receipts key than the pinned one", "/receiptKey");
        }
    }

    private static void check(TransparentStatement transparent, Receipt receipt, Trust trust) {
        Receipt.Check check = receipt.verify(
                transparent.statement(),
                trust.receipts()
                        .orElseThrow(() -> new PackException("no receipts key is pinned", "/statements"))
                        .verificationKey());
        if (check instanceof Receipt.Check.Fails fails) {
            throw new PackException(
                    "the receipt of " + transparent.statement().subject() + " does not hold: " + fails.detail(),
                    "/statements");
        }
    }
}
