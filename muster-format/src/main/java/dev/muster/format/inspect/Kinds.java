package dev.muster.format.inspect;

import static dev.muster.format.inspect.Shape.ANY;
import static dev.muster.format.inspect.Shape.field;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborBytes;
import dev.muster.format.cbor.CborFloat;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Every format in CBOR that can be inspected, the most particular first. A new format adds its line here. */
public final class Kinds {
    private static final long[] PSA_CLAIMS = {2394, 2395, 2396, 2399, -75000, -75002, -75003, -75006, -75008};
    private static final long[] EAT_CLAIMS = {10, 256, 257, 258, 259, 262, 263, 265, 266, 270, 272, 273, 275};
    private static final long[] EAR_CLAIMS = {1000, 1002, 1004};

    private static final String SUIT_REPORT = "application/suit-report+cbor";
    private static final String RIM = "application/rim+cbor";
    private static final String CORIM_OLDER = "application/corim-unsigned+cbor";

    /** Content type of what a hash envelope stands for (RFC 9995). */
    private static final long PREIMAGE_TYPE = 259;

    private static final String VOUCHER = "application/voucher+cose";

    /** In the order in which they are asked. */
    public static final List<Kind> ALL = List.of(
            new Kind(
                    "SUIT envelope (draft-ietf-suit-manifest)",
                    tag(107),
                    SuitShapes.ENVELOPE,
                    SuitSignature::verify,
                    SuitSignature::notes),
            Kind.unsigned("SUIT manifest (draft-ietf-suit-manifest)", tag(1070), SuitShapes.ENVELOPE),
            Kind.unsigned("unsigned CoRIM (draft-ietf-rats-corim)", tag(501), CorimShapes.UNSIGNED),
            new Kind(
                    "CoRIM in an older wrapper",
                    OlderCorim::recognises,
                    CorimShapes.UNSIGNED,
                    OlderCorim::verify,
                    OlderCorim::notes),
            Kind.unsigned("CoMID (draft-ietf-rats-corim)", tag(506), embedded("CoMID", 506, CorimShapes.COMID)),
            Kind.unsigned(
                    "CoSWID tag (RFC 9393)",
                    tag(1398229316),
                    Shape.tagged(1398229316, field("CoSWID", CoswidShapes.TAG))),
            Kind.unsigned("CoSWID tag (RFC 9393)", tag(505), embedded("CoSWID", 505, CoswidShapes.TAG)),
            new Kind("Arm CCA token", tag(907).or(tag(399)), CmwShapes.CCA, CcaTokens::verify, CcaTokens::notes),
            Kind.unsigned("detached EAT bundle (RFC 9711)", tag(602), CmwShapes.BUNDLE),
            Kind.unsigned("conceptual message wrapper (RFC 9999)", CmwShapes::isWrapper, CmwShapes.WRAPPER),
            Kind.cose("COSE receipt (RFC 9942)", header(395), CoseShapes.message()),
            Kind.cose("transparent statement (RFC 9943)", unprotected(394), CoseShapes.message()),
            Kind.cose(
                    "signed CoRIM (draft-ietf-rats-corim)",
                    contentType(RIM, CORIM_OLDER).or(header(8)).or(payloadTag(501)),
                    CorimShapes.signed()),
            Kind.cose(
                    "voucher in COSE (draft-ietf-anima-constrained-voucher)",
                    contentType(VOUCHER).or(Kinds::isVoucher),
                    VoucherShapes.cose()),
            Kind.cose(
                    "SUIT report (draft-ietf-suit-report)",
                    contentType(SUIT_REPORT)
                            .or(item -> Envelope.of(item)
                                    .flatMap(Envelope::claims)
                                    .filter(Kinds::isReport)
                                    .isPresent()),
                    CoseShapes.message(SuitReportShapes.REPORT, CoseShapes.HEADERS)),
            Kind.cose(
                    "attestation result (EAR, draft-ietf-rats-ear)",
                    Kinds::isEar,
                    CoseShapes.message(EatShapes.EAR, CoseShapes.HEADERS)),
            Kind.cose("PSA attestation token (RFC 9783)", claim(PSA_CLAIMS), EatShapes.token()),
            Kind.cose("EAT (RFC 9711)", claim(EAT_CLAIMS), EatShapes.token()),
            Kind.cose("signed statement (RFC 9943)", header(15), CoseShapes.message()),
            Kind.cose("CWT (RFC 8392)", tag(61).or(Kinds::isCwt), EatShapes.token()),
            Kind.cose("COSE message (RFC 9052)", item -> Envelope.of(item).isPresent(), coseOfAnyForm()),
            Kind.unsigned("FDO ownership voucher (FDO 1.1)", Kinds::isOwnershipVoucher, VoucherShapes.OWNERSHIP),
            Kind.unsigned("FDO device credential (FDO 1.1)", Kinds::isDeviceCredential, VoucherShapes.CREDENTIAL),
            Kind.unsigned("PSA claims without a signature (RFC 9783)", keyed(PSA_CLAIMS), EatShapes.CLAIMS),
            Kind.unsigned(
                    "attestation result without a signature (EAR)",
                    item -> item instanceof CborMap m && isEar(m),
                    EatShapes.EAR),
            Kind.unsigned(
                    "EAT claims without a signature (UCCS, RFC 9781)",
                    tag(601),
                    Shape.tagged(601, field("UCCS", EatShapes.CLAIMS))),
            Kind.unsigned("CoMID (draft-ietf-rats-corim)", Kinds::isComid, CorimShapes.COMID),
            Kind.unsigned("unsigned CoRIM without its tag", Kinds::isCorim, CorimShapes.UNSIGNED),
            Kind.unsigned("COSE key (RFC 9052)", Kinds::isKey, KeyShapes.KEY),
            Kind.unsigned("COSE key set (RFC 9052)", Kinds::isKeySet, KeyShapes.KEY_SET),
            Kind.unsigned(
                    "SUIT report without a signature",
                    item -> item instanceof CborMap m && isReport(m),
                    SuitReportShapes.REPORT),
            Kind.unsigned("SUIT manifest without its tag", Kinds::isManifest, SuitShapes.MANIFEST),
            Kind.unsigned("EAT claims without a signature", keyed(EAT_CLAIMS), EatShapes.CLAIMS),
            Kind.unsigned("CoSWID tag without its tag number (RFC 9393)", Kinds::isCoswid, CoswidShapes.TAG),
            Kind.unsigned(
                    "voucher without a signature",
                    item -> item instanceof CborMap m && isVoucher(m),
                    VoucherShapes.CONTAINERS),
            Kind.unsigned(
                    "collection of conceptual message wrappers (RFC 9999)",
                    CmwShapes::isCollection,
                    CmwShapes.COLLECTION),
            Kind.unsigned("CBOR", item -> true, ANY));

    private Kinds() {}

    /** The kind of an item; the last of {@link #ALL} fits everything. */
    public static Kind of(Cbor item) {
        return ALL.stream().filter(k -> k.recognises().test(item)).findFirst().orElseThrow();
    }

    private static Shape coseOfAnyForm() {
        Shape.Tagged tags = (Shape.Tagged) CoseShapes.message();
        return new Shape.Tagged(tags.tags(), CoseShapes.sign1(ANY, CoseShapes.HEADERS));
    }

    private static Shape embedded(String name, int tag, Shape inner) {
        return Shape.tagged(tag, field(name, new Shape.ByType(new Shape.Embedded(inner), inner, inner, ANY)));
    }

    private static Predicate<Cbor> tag(long number) {
        return item -> item instanceof CborTag t && t.tag() == number;
    }

    private static Predicate<Cbor> header(long label) {
        return item -> Envelope.of(item).filter(e -> e.headers().has(label)).isPresent();
    }

    private static Predicate<Cbor> unprotected(long label) {
        return item -> Envelope.of(item).filter(e -> e.unprotected().has(label)).isPresent();
    }

    private static Predicate<Cbor> contentType(String... types) {
        return item -> Envelope.of(item)
                .flatMap(e -> e.headers().get(3).or(() -> e.headers().get(PREIMAGE_TYPE)))
                .filter(t -> t instanceof CborText text && Arrays.asList(types).contains(text.asText()))
                .isPresent();
    }

    private static Predicate<Cbor> payloadTag(long number) {
        return item ->
                Envelope.of(item).flatMap(Envelope::payload).filter(tag(number)).isPresent();
    }

    private static Predicate<Cbor> claim(long... labels) {
        return item -> Envelope.of(item)
                .flatMap(Envelope::claims)
                .filter(c -> hasAny(c, labels))
                .isPresent();
    }

    private static Predicate<Cbor> keyed(long... labels) {
        return item -> item instanceof CborMap map && hasAny(map, labels);
    }

    private static boolean hasAny(CborMap map, long... labels) {
        return Arrays.stream(labels).anyMatch(map::has);
    }

    private static boolean isEar(Cbor item) {
        return Envelope.of(item).flatMap(Envelope::claims).filter(Kinds::isEar).isPresent();
    }

    private static boolean isEar(CborMap claims) {
        return hasAny(claims, EAR_CLAIMS)
                || claims.get(266)
                        .filter(m -> m instanceof CborMap submods
                                && submods.entries().stream().anyMatch(e -> isAppraisal(e.value())))
                        .isPresent();
    }

    /** The profile's name says nothing sure; a submodule with a status does. */
    private static boolean isAppraisal(Cbor submodule) {
        return submodule instanceof CborMap map && map.has(1000);
    }

    private static boolean isReport(CborMap map) {
        return map.has(99) && map.has(3) && map.has(4);
    }

    private static boolean isManifest(Cbor item) {
        return item instanceof CborMap m
                && m.get(1).filter(CborInteger.class::isInstance).isPresent()
                && m.get(2).filter(CborInteger.class::isInstance).isPresent()
                && m.get(3)
                        .flatMap(Envelope::open)
                        .filter(CborMap.class::isInstance)
                        .isPresent();
    }

    /** The registered claims with the types of RFC 8392 §3.1: a map with small keys alone may be anything. */
    private static boolean isCwt(Cbor item) {
        Optional<CborMap> claims = Envelope.of(item).flatMap(Envelope::claims);
        return claims.filter(c -> holds(c, CborText.class, 1, 2)
                        || holds(c, CborInteger.class, 4, 5, 6)
                        || holds(c, CborFloat.class, 4, 5, 6))
                .isPresent();
    }

    private static boolean holds(CborMap claims, Class<? extends Cbor> type, long... labels) {
        return Arrays.stream(labels)
                .anyMatch(label -> claims.get(label).filter(type::isInstance).isPresent());
    }

    private static boolean isVoucher(Cbor item) {
        return Envelope.of(item)
                .flatMap(Envelope::claims)
                .filter(Kinds::isVoucher)
                .isPresent();
    }

    private static boolean isVoucher(CborMap map) {
        return hasAny(map, 2451, 2501, 1001104, 1001154);
    }

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

    private static boolean isComid(Cbor item) {
        return item instanceof CborMap m
                && m.get(1).filter(CborMap.class::isInstance).isPresent()
                && m.get(4).filter(CborMap.class::isInstance).isPresent();
    }

    private static boolean isCorim(Cbor item) {
        return item instanceof CborMap m
                && m.has(0)
                && m.get(1)
                        .filter(t -> t instanceof CborArray a && a.size() > 0 && a.get(0) instanceof CborTag)
                        .isPresent();
    }

    private static boolean isKey(Cbor item) {
        Optional<Cbor> type = item instanceof CborMap m ? m.get(1) : Optional.empty();
        boolean known = type.filter(t -> t instanceof CborInteger n && n.asLong() > 0 && n.asLong() <= 7)
                .isPresent();
        return known && item instanceof CborMap m && (m.has(-1) || m.has(-2));
    }

    private static boolean isKeySet(Cbor item) {
        return item instanceof CborArray keys
                && keys.size() > 0
                && keys.items().stream().allMatch(Kinds::isKey);
    }

    private static boolean isCoswid(Cbor item) {
        return item instanceof CborMap m && m.has(0) && m.has(1) && m.has(12);
    }
}
