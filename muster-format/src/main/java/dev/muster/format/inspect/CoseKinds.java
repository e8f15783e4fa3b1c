package dev.muster.format.inspect;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseEncrypt;
import dev.muster.format.cose.CoseEncrypt0;
import dev.muster.format.cose.CoseMac;
import dev.muster.format.cose.CoseMac0;
import dev.muster.format.cose.CoseSign;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.UntaggedMessage;
import dev.muster.format.inspect.Kind.Rank;
import java.util.List;
import java.util.Optional;

/** COSE itself: messages of no particular content, statements with their receipts, keys. */
final class CoseKinds {
    static final List<Kind> ALL = List.of(
            untagged("COSE_Encrypt0", CoseEncrypt0.TAG),
            untagged("COSE_Mac0", CoseMac0.TAG),
            untagged("COSE_Sign1", CoseSign1.TAG),
            untagged("COSE_Encrypt", CoseEncrypt.TAG),
            untagged("COSE_Mac", CoseMac.TAG),
            untagged("COSE_Sign", CoseSign.TAG),
            Kind.cose(Rank.CONTENT, "COSE receipt (RFC 9942)", Recognise.header(395), CoseShapes.message()),
            new Kind(
                    "transparent statement (RFC 9943)",
                    Recognise.unprotected(394),
                    CoseShapes.message(),
                    Receipts::verify,
                    Receipts::notes,
                    Rank.CONTENT),
            Kind.cose(Rank.STATEMENT, "signed statement (RFC 9943)", Recognise.header(15), CoseShapes.message()),
            Kind.cose(
                    Rank.MESSAGE,
                    "COSE message (RFC 9052)",
                    item -> Envelope.of(item).isPresent(),
                    CoseShapes.message()),
            Kind.unsigned(Rank.FORM, "COSE key (RFC 9052)", CoseKinds::isKey, KeyShapes.KEY),
            Kind.unsigned(Rank.FORM, "COSE key set (RFC 9052)", CoseKinds::isKeySet, KeyShapes.KEY_SET));

    private CoseKinds() {}

    /** By its form, not by the tag that it left away (RFC 9052 §2). */
    private static Kind untagged(String name, long tag) {
        return Kind.cose(
                Rank.MESSAGE,
                name + " without its tag (RFC 9052)",
                item -> UntaggedMessage.tag(item).filter(own -> own == tag).isPresent(),
                CoseShapes.untagged(tag));
    }

    private static boolean isKey(Cbor item) {
        Optional<Cbor> type = item instanceof CborMap m ? m.get(1) : Optional.empty();
        boolean known = type.filter(t -> t instanceof CborInteger n
                        && n.asBigInteger().signum() > 0
                        && n.asBigInteger().bitLength() < 4)
                .isPresent();
        return known && item instanceof CborMap m && (m.has(-1) || m.has(-2));
    }

    private static boolean isKeySet(Cbor item) {
        return item instanceof CborArray keys
                && keys.size() > 0
                && keys.items().stream().allMatch(CoseKinds::isKey);
    }
}
