package dev.muster.format.inspect;

import dev.muster.format.MalformedException;
import dev.muster.format.attest.cmw.CmwReader;
import dev.muster.format.attest.corim.CorimReader;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.attest.corim.Validity;
import dev.muster.format.attest.ear.EarReader;
import dev.muster.format.attest.eat.EatMessage;
import dev.muster.format.attest.eat.EatReader;
import dev.muster.format.cbor.Cbor;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Whether what can be shown would be taken: the readers of the verifier go through manifests, wrappers, claims and results,
 * and what they refuse is shown with their reason, for a file that is readable is not yet one that counts.
 */
final class Refused {
    /** Places of what holds no manifest by itself: a hash envelope (RFC 9995), and a payload that is elsewhere. */
    private static final Set<String> ELSEWHERE = Set.of("/headers/258", "/payload");

    private Refused() {}

    /**
     * @param kind as the item was recognised
     * @param verified whether its signature was checked and holds
     */
    static Optional<Inspection.Fault> why(String kind, Cbor item, Trust trust, boolean verified) {
        try {
            if (kind.startsWith("unsigned CoRIM")) {
                CorimReader.parse(item.encoded());
            } else if (kind.startsWith("signed CoRIM")) {
                SignedCorim manifest = SignedCorim.parse(item.encoded());
                return verified ? outside(manifest, trust.at()) : Optional.empty();
            } else if (kind.contains("conceptual message wrapper")) {
                CmwReader.parse(item.encoded());
            } else if (kind.startsWith("attestation result without")) {
                EarReader.parse(item.encoded());
            } else if (kind.startsWith("EAT claims without a signature (UCCS")) {
                EatReader.parse(EatMessage.parse(EatMessage.UNSIGNED_CBOR, item.encoded())
                        .claims());
            }
            return Optional.empty();
        } catch (MalformedException refused) {
            return ELSEWHERE.contains(refused.path())
                    ? Optional.empty()
                    : Optional.of(new Inspection.Fault("refused: " + refused.reason(), refused.path(), -1));
        }
    }

    /** A signature is of use between two moments that its signer states (CoRIM -11 §4.2). */
    private static Optional<Inspection.Fault> outside(SignedCorim manifest, Instant at) {
        Optional<Validity> validity = manifest.signatureValidity();
        if (validity.flatMap(Validity::notBefore).filter(at::isBefore).isPresent()) {
            return Optional.of(new Inspection.Fault(
                    "refused: its signature holds from "
                            + validity.flatMap(Validity::notBefore).orElseThrow(),
                    "/headers/8",
                    -1));
        }
        return validity.filter(span -> at.isAfter(span.notAfter()))
                .map(span ->
                        new Inspection.Fault("refused: its signature held until " + span.notAfter(), "/headers/8", -1));
    }
}
