package dev.muster.core.attestation;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;

/**
 * A device shows evidence.
 *
 * @param device that the client certificate names
 * @param mediaType of the evidence, without parameters
 * @param evidence as received
 * @param reading what became of it under the keys of the device
 */
public record EvidenceRequest(OrgId org, DeviceId device, String mediaType, byte[] evidence, EvidenceReading reading) {}
