package dev.muster.agent.server;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.ear.Ear;
import dev.muster.format.ear.EarToken;
import dev.muster.format.eat.EatToken;
import java.io.IOException;

/** The attestation doors: a nonce to sign over, and the evidence (RATS roles of RFC 9334, background-check model). */
public final class RatsClient {

    private static final long NONCE = 1;

    private final DeviceConnection connection;
    private final String org;

    public RatsClient(DeviceConnection connection, String org) {
        this.connection = connection;
        this.org = org;
    }

    /** A fresh nonce of the verifier, 32 bytes. */
    public byte[] challenge() throws IOException, InterruptedException {
        Reply reply = connection
                .post("/rats/" + org + "/challenge", "application/cbor", new byte[0])
                .orRefused("asking for a nonce");
        return Cbor.parse(reply.body()).asMap().require(NONCE).asBytes();
    }

    /** Sends evidence, an EAT. Returns the attestation result. */
    public Ear evidence(byte[] token) throws IOException, InterruptedException {
        Reply reply = connection
                .post("/rats/" + org + "/evidence", EatToken.MEDIA_TYPE, token)
                .orRefused("the evidence");
        return EarToken.parse(reply.body()).ear();
    }
}
