package dev.muster.agent.server;

import dev.muster.format.audit.merkle.HeadOffer;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import java.io.IOException;
import java.util.Optional;

/** The attestation doors: a nonce to sign over, and the evidence (RATS roles of RFC 9334, background-check model). */
public final class RatsClient {

    private static final long NONCE = 1;
    private static final long HEAD = 3;
    private static final long KNOWN_SIZE = 1;

    private final DeviceConnection connection;
    private final String org;

    public RatsClient(DeviceConnection connection, String org) {
        this.connection = connection;
        this.org = org;
    }

    /**
     * What a challenge brings.
     *
     * @param nonce of the verifier, 32 bytes
     * @param head of the ledger; empty when the server offers none
     */
    public record Challenge(byte[] nonce, Optional<HeadOffer> head) {}

    /**
     * A fresh nonce, and the newest head of the ledger.
     *
     * @param knownSize of the ledger head that this device keeps; 0 when it keeps none
     */
    public Challenge challenge(long knownSize) throws IOException, InterruptedException {
        byte[] known = Cbor.map().put(KNOWN_SIZE, knownSize).build().encoded();
        Reply reply = connection
                .post("/rats/" + org + "/challenge", "application/cbor", known)
                .orRefused("asking for a nonce");
        CborMap answer = Cbor.parse(reply.body()).asMap();
        return new Challenge(answer.require(NONCE).asBytes(), answer.get(HEAD).map(HeadOffer::parse));
    }

    /** Sends evidence of a media type. Returns the attestation result as it was received; nothing of it is checked. */
    public byte[] evidence(String mediaType, byte[] token) throws IOException, InterruptedException {
        Reply reply =
                connection.post("/rats/" + org + "/evidence", mediaType, token).orRefused("the evidence");
        return reply.body();
    }
}
