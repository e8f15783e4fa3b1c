package dev.muster.format.cose;

import dev.muster.format.cbor.CborWriter;

/** Sig_structure (RFC 9052 §4.4). */
final class SigStructure {
    private SigStructure() {}

    static byte[] sign1(CoseHeaders headers, byte[] externalAad, byte[] payload) {
        byte[] body = headers.forStructure();
        return CborWriter.withCapacity(body.length + externalAad.length + payload.length + 32)
                .array(4)
                .text("Signature1")
                .bytes(body)
                .bytes(externalAad)
                .bytes(payload)
                .toByteArray();
    }
}
