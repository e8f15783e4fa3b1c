package dev.muster.core.attestation;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;

/**
 * A device shows evidence.
 *
 * @param device that the client certificate names
 * @param evidence the token as received
 * @param deviceKey SubjectPublicKeyInfo of the client certificate, DER
 * @param reading what became of the token under that key
 */
public record EvidenceRequest(OrgId org, DeviceId device, byte[] evidence, byte[] deviceKey, EvidenceReading reading) {}
