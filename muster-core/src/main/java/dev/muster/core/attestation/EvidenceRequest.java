package dev.muster.core.attestation;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * A device shows evidence.
 *
 * @param device that the client certificate names
 * @param mediaType of the evidence, without parameters
 * @param evidence as received
 * @param reading what became of it under the keys of the device
 * @param binding when it says that it is bound to the connection that it came over
 */
public record EvidenceRequest(
        OrgId org,
        DeviceId device,
        String mediaType,
        byte[] evidence,
        EvidenceReading reading,
        Optional<Binding> binding) {
    /** Evidence that is bound to no connection. */
    public EvidenceRequest(OrgId org, DeviceId device, String mediaType, byte[] evidence, EvidenceReading reading) {
        this(org, device, mediaType, evidence, reading, Optional.empty());
    }

    /**
     * Evidence for one connection.
     *
     * @param nonce of the verifier, from which it was derived
     * @param expected what it must be made for to be of this connection; empty when the connection binds nothing
     */
    public record Binding(byte[] nonce, Optional<byte[]> expected) {}

    /** Evidence that says it is bound is believed over its own connection only. */
    Optional<EvidenceReading.Unreadable> elsewhere(Statement statement) {
        return binding.filter(bound -> bound.expected()
                        .filter(expected -> MessageDigest.isEqual(expected, statement.nonce()))
                        .isEmpty())
                .map(bound -> new EvidenceReading.Unreadable(
                        Refusal.BINDING_MISMATCH,
                        bound.expected().isEmpty()
                                ? "the connection that it came over binds nothing"
                                : "the evidence was made for another connection than it came over"));
    }
}
