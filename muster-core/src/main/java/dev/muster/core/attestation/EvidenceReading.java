package dev.muster.core.attestation;

import dev.muster.format.MalformedException;
import dev.muster.format.attest.eat.ClaimsSet;
import dev.muster.format.attest.eat.EatReader;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.attest.eat.SlotClaimsReader;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * Evidence up to the point where it can be appraised: the signature first, over the bytes as received, and only then the
 * claims. Needs nothing that is stored, so it runs outside the transaction.
 */
public sealed interface EvidenceReading {
    /**
     * Claims that the enrolled key signed.
     *
     * @param ignored numbers of claims that the profile does not know
     */
    record Read(SlotClaims claims, List<Long> ignored) implements EvidenceReading {}

    record Unreadable(Refusal refusal, String detail) implements EvidenceReading {}

    /** @param key of the client certificate, which the door has checked */
    static EvidenceReading read(byte[] evidence, PublicKey key, CoseVerifier verifier) {
        try {
            CoseSign1 message = EatToken.envelope(evidence);
            if (verifier.verify(message, VerificationKey.of(key)) instanceof Verdict.Invalid invalid) {
                return new Unreadable(Refusal.SIGNATURE_INVALID, invalid.detail());
            }
            ClaimsSet claims = EatReader.parse(message.payload().orElseThrow());
            if (!claims.profile().equals(Optional.of(SlotClaims.PROFILE))) {
                return new Unreadable(
                        Refusal.PROFILE_UNKNOWN,
                        "the profile is " + claims.profile().orElse("not stated"));
            }
            return new Read(
                    SlotClaimsReader.read(claims),
                    claims.unknown().keySet().stream()
                            .filter(number -> !SlotClaims.CLAIMS.contains(number))
                            .sorted()
                            .toList());
        } catch (MalformedException fault) {
            return new Unreadable(Refusal.MALFORMED, String.valueOf(fault.getMessage()));
        }
    }
}
