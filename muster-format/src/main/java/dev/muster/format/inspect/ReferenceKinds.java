package dev.muster.format.inspect;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.inspect.Kind.Rank;
import java.util.List;

/** What makers publish, and how it is asked for: CoRIM, CoMID, CoSWID, CoSERV. */
final class ReferenceKinds {
    private static final String COMID = "CoMID (draft-ietf-rats-corim)";
    private static final String COSWID = "CoSWID tag (RFC 9393)";

    private static final String ANSWER = "endorsements that were asked for (CoSERV, draft-ietf-rats-coserv)";

    static final List<Kind> ALL = List.of(
            Kind.unsigned(Rank.TAG, "unsigned CoRIM (draft-ietf-rats-corim)", Recognise.tag(501), CorimShapes.UNSIGNED),
            new Kind(
                    "CoRIM in an older wrapper",
                    OlderCorim::recognises,
                    CorimShapes.UNSIGNED,
                    OlderCorim::verify,
                    (item, trust) -> OlderCorim.notes(item),
                    Rank.TAG),
            Kind.unsigned(Rank.TAG, COMID, Recognise.tag(506), Recognise.embedded("CoMID", 506, CorimShapes.COMID)),
            Kind.unsigned(
                    Rank.TAG,
                    COSWID,
                    Recognise.tag(1398229316),
                    Shape.tagged(1398229316, Shape.field("CoSWID", CoswidShapes.TAG))),
            Kind.unsigned(Rank.TAG, COSWID, Recognise.tag(505), Recognise.embedded("CoSWID", 505, CoswidShapes.TAG)),
            Kind.cose(
                    Rank.CONTENT,
                    "signed CoRIM (draft-ietf-rats-corim)",
                    Recognise.contentType("application/rim+cbor", "application/corim-unsigned+cbor")
                            .or(Recognise.header(8))
                            .or(Recognise.payloadTag(501)),
                    CorimShapes.signed()),
            Kind.cose(
                    Rank.CONTENT,
                    "signed " + ANSWER,
                    Recognise.contentType("application/coserv+cbor"),
                    CoseShapes.message(CoservShapes.MESSAGE, CoseShapes.HEADERS)),
            Kind.unsigned(Rank.FORM, ANSWER, CoservShapes::isAnswer, CoservShapes.MESSAGE),
            Kind.unsigned(
                    Rank.FORM,
                    "question for endorsements (CoSERV, draft-ietf-rats-coserv)",
                    CoservShapes::isQuery,
                    CoservShapes.MESSAGE),
            Kind.unsigned(
                    Rank.FORM,
                    "what a distributor of endorsements offers (CoSERV, draft-ietf-rats-coserv)",
                    CoservShapes::isDiscovery,
                    CoservShapes.DISCOVERY),
            Kind.unsigned(Rank.FORM, COMID, ReferenceKinds::isComid, CorimShapes.COMID),
            Kind.unsigned(Rank.FORM, "unsigned CoRIM without its tag", ReferenceKinds::isCorim, CorimShapes.UNSIGNED),
            Kind.unsigned(
                    Rank.GUESS,
                    "CoSWID tag without its tag number (RFC 9393)",
                    Recognise.map(m -> m.has(0) && m.has(1) && m.has(12)),
                    CoswidShapes.TAG));

    private ReferenceKinds() {}

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
}
