package dev.muster.format.inspect;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.inspect.Kind.Rank;
import java.util.List;

/** Software updates: envelopes, manifests and reports. */
final class SuitKinds {
    private static final String ENVELOPE = "SUIT envelope (draft-ietf-suit-manifest)";
    private static final String[] REPORT_TYPES = {"application/suit-report+cbor", "application/suit-report+cose"};

    static final List<Kind> ALL = List.of(
            new Kind(
                    ENVELOPE,
                    Recognise.tag(107),
                    SuitShapes.ENVELOPE,
                    SuitSignature::verify,
                    SuitSignature::notes,
                    Rank.TAG),
            Kind.unsigned(
                    Rank.TAG, "SUIT manifest (draft-ietf-suit-manifest)", Recognise.tag(1070), SuitShapes.ENVELOPE),
            Kind.cose(
                    Rank.CONTENT,
                    "SUIT report (draft-ietf-suit-report)",
                    Recognise.contentType(REPORT_TYPES).or(Recognise.claims(SuitKinds::isReport)),
                    CoseShapes.message(SuitReportShapes.REPORT, CoseShapes.HEADERS)),
            new Kind(
                    ENVELOPE + " without its tag",
                    SuitSignature::isEnvelope,
                    SuitShapes.UNTAGGED,
                    SuitSignature::verify,
                    SuitSignature::notes,
                    Rank.FORM),
            Kind.unsigned(
                    Rank.FORM,
                    "SUIT report without a signature",
                    Recognise.map(SuitKinds::isReport),
                    SuitReportShapes.REPORT),
            Kind.unsigned(Rank.FORM, "SUIT manifest without its tag", SuitKinds::isManifest, SuitShapes.MANIFEST));

    private SuitKinds() {}

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
}
