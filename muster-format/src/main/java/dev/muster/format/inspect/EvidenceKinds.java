package dev.muster.format.inspect;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborFloat;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborText;
import dev.muster.format.inspect.Kind.Rank;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** What devices say and what verifiers make of it: EAT, PSA, CCA, EAR, wrappers, CWT. */
final class EvidenceKinds {
    private static final Predicate<CborMap> PSA =
            Recognise.keyed(2394, 2395, 2396, 2399, -75000, -75002, -75003, -75006, -75008);
    private static final Predicate<CborMap> EAT =
            Recognise.keyed(10, 256, 257, 258, 259, 262, 263, 265, 266, 270, 272, 273, 275);
    private static final Predicate<CborMap> EAR_CLAIMS = Recognise.keyed(1000, 1002, 1004);

    /** Claims that only the realm's half of a CCA token has (draft-ffm-rats-cca-token §4.1). */
    private static final Predicate<CborMap> REALM = Recognise.keyed(44235, 44236, 44237, 44238, 44239, 44240);

    private static final long PROFILE = 265;

    static final List<Kind> ALL = List.of(
            new Kind(
                    "Arm CCA token",
                    Recognise.tag(907).or(Recognise.tag(399)),
                    CmwShapes.CCA,
                    CcaTokens::verify,
                    (item, trust) -> CcaTokens.notes(item),
                    Rank.TAG),
            Kind.unsigned(Rank.TAG, "detached EAT bundle (RFC 9711)", Recognise.tag(602), CmwShapes.BUNDLE),
            Kind.unsigned(Rank.TAG, "conceptual message wrapper (RFC 9999)", CmwShapes::isWrapper, CmwShapes.WRAPPER),
            Kind.unsigned(
                    Rank.TAG,
                    "EAT claims without a signature (UCCS, RFC 9781)",
                    Recognise.tag(601),
                    Shape.tagged(601, Shape.field("UCCS", EatShapes.CLAIMS))),
            Kind.cose(
                    Rank.CONTENT,
                    "attestation result (EAR, draft-ietf-rats-ear)",
                    Recognise.claims(EvidenceKinds::isEar),
                    CoseShapes.message(EatShapes.EAR, CoseShapes.HEADERS)),
            Kind.cose(
                    Rank.CONTENT,
                    "Arm CCA realm token (draft-ffm-rats-cca-token)",
                    Recognise.claims(REALM),
                    EatShapes.token()),
            Kind.cose(
                    Rank.CONTENT,
                    "Arm CCA platform token (draft-ffm-rats-cca-token)",
                    Recognise.claims(EvidenceKinds::isPlatform),
                    EatShapes.token()),
            Kind.cose(Rank.CONTENT, "PSA attestation token (RFC 9783)", Recognise.claims(PSA), EatShapes.token()),
            Kind.cose(Rank.CONTENT, "EAT (RFC 9711)", Recognise.claims(EAT), EatShapes.token()),
            Kind.cose(
                    Rank.TOKEN,
                    "CWT (RFC 8392)",
                    Recognise.tag(61).or(Recognise.claims(EvidenceKinds::isCwt)),
                    EatShapes.token()),
            Kind.unsigned(
                    Rank.FORM,
                    "Arm CCA claims without a signature",
                    Recognise.map(REALM.or(EvidenceKinds::isPlatform)),
                    EatShapes.CLAIMS),
            Kind.unsigned(Rank.FORM, "PSA claims without a signature (RFC 9783)", Recognise.map(PSA), EatShapes.CLAIMS),
            Kind.unsigned(
                    Rank.FORM,
                    "attestation result without a signature (EAR)",
                    Recognise.map(EvidenceKinds::isEar),
                    EatShapes.EAR),
            Kind.unsigned(Rank.GUESS, "EAT claims without a signature", Recognise.map(EAT), EatShapes.CLAIMS),
            Kind.unsigned(
                    Rank.GUESS,
                    "collection of conceptual message wrappers (RFC 9999)",
                    CmwShapes::isCollection,
                    CmwShapes.COLLECTION));

    private EvidenceKinds() {}

    /** The profile's name, of this draft and of the first edition, tells it from a PSA token with the same claims. */
    private static boolean isPlatform(CborMap claims) {
        return claims.get(PROFILE)
                .filter(profile -> profile instanceof CborText text
                        && (text.asText().contains("cca_platform")
                                || text.asText().contains("cca-platform")
                                || text.asText().contains("CCA-SSD")))
                .isPresent();
    }

    private static boolean isEar(CborMap claims) {
        return EAR_CLAIMS.test(claims)
                || claims.get(266)
                        .filter(m -> m instanceof CborMap submods
                                && submods.entries().stream().anyMatch(e -> isAppraisal(e.value())))
                        .isPresent();
    }

    /** The profile's name says nothing sure; a submodule with a status does. */
    private static boolean isAppraisal(Cbor submodule) {
        return submodule instanceof CborMap map && map.has(1000);
    }

    /** The registered claims with the types of RFC 8392 §3.1: a map with small keys alone may be anything. */
    private static boolean isCwt(CborMap claims) {
        return holds(claims, CborText.class, 1, 2)
                || holds(claims, CborInteger.class, 4, 5, 6)
                || holds(claims, CborFloat.class, 4, 5, 6);
    }

    private static boolean holds(CborMap claims, Class<? extends Cbor> type, long... labels) {
        return Arrays.stream(labels)
                .anyMatch(label -> claims.get(label).filter(type::isInstance).isPresent());
    }
}
