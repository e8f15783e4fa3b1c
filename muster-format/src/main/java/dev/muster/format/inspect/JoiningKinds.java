package dev.muster.format.inspect;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborBytes;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborText;
import dev.muster.format.inspect.Kind.Rank;
import java.util.List;
import java.util.function.Predicate;

/** What brings a device to its owner: vouchers and their requests, FDO. */
final class JoiningKinds {
    private static final String DRAFT = " (draft-ietf-anima-constrained-voucher)";
    private static final Predicate<CborMap> REQUEST = Recognise.keyed(2501, 1001154);
    private static final Predicate<CborMap> VOUCHER = Recognise.keyed(2451, 1001104);

    static final List<Kind> ALL = List.of(
            Kind.cose(Rank.CONTENT, "voucher request in COSE" + DRAFT, Recognise.claims(REQUEST), VoucherShapes.cose()),
            Kind.cose(
                    Rank.CONTENT,
                    "voucher in COSE" + DRAFT,
                    Recognise.contentType("application/voucher+cose", "application/voucher-cose+cbor")
                            .or(Recognise.claims(VOUCHER)),
                    VoucherShapes.cose()),
            new Kind(
                    "FDO ownership voucher (FDO 1.1)",
                    JoiningKinds::isOwnershipVoucher,
                    VoucherShapes.OWNERSHIP,
                    OwnershipEntries::verify,
                    (item, trust) -> List.of(),
                    Rank.FORM),
            Kind.unsigned(
                    Rank.FORM,
                    "FDO device credential (FDO 1.1)",
                    JoiningKinds::isDeviceCredential,
                    VoucherShapes.CREDENTIAL),
            Kind.unsigned(
                    Rank.GUESS,
                    "voucher request without a signature",
                    Recognise.map(REQUEST),
                    VoucherShapes.CONTAINERS),
            Kind.unsigned(Rank.GUESS, "voucher without a signature", Recognise.map(VOUCHER), VoucherShapes.CONTAINERS));

    private JoiningKinds() {}

    private static boolean isOwnershipVoucher(Cbor item) {
        return item instanceof CborArray a
                && a.size() == 5
                && a.get(0) instanceof CborInteger
                && a.get(1) instanceof CborBytes
                && a.get(2) instanceof CborArray
                && a.get(4) instanceof CborArray;
    }

    private static boolean isDeviceCredential(Cbor item) {
        return item instanceof CborArray a
                && a.size() == 7
                && a.get(1) instanceof CborInteger
                && a.get(2) instanceof CborText
                && a.get(3) instanceof CborBytes
                && a.get(5) instanceof CborArray;
    }
}
