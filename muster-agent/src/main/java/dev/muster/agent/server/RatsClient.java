package dev.muster.agent.server;

import dev.muster.format.attest.eat.ConnectionBinding;
import dev.muster.format.audit.merkle.HeadOffer;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The attestation doors: a nonce to sign over, and the evidence (RATS roles of RFC 9334, background-check model). Both over
 * one TLS connection, to which the evidence is bound when the server can tell connections apart.
 */
public final class RatsClient implements AutoCloseable {

    private static final long NONCE = 1;
    private static final long HEAD = 3;
    private static final long BINDING = 4;
    private static final long KNOWN_SIZE = 1;

    private final DeviceConnection connection;
    private final BoundLine line;
    private final String org;

    /** @throws ServerAway when the server does not answer */
    public RatsClient(DeviceConnection connection, String org) throws ServerAway {
        this.connection = connection;
        this.line = connection.line();
        this.org = org;
    }

    /**
     * What a challenge brings.
     *
     * @param asked the verifier's nonce, 32 bytes
     * @param nonce what evidence is made for: the verifier's, or one of this connection made from it
     * @param head of the ledger; empty when the server offers none
     */
    public record Challenge(byte[] asked, byte[] nonce, Optional<HeadOffer> head) {
        boolean isBound() {
            return !Arrays.equals(asked, nonce);
        }
    }

    /**
     * A fresh nonce, and the newest head of the ledger.
     *
     * @param knownSize of the ledger head that this device keeps; 0 when it keeps none
     */
    public Challenge challenge(long knownSize) throws IOException {
        byte[] known = Cbor.map().put(KNOWN_SIZE, knownSize).build().encoded();
        Reply reply = connection
                .post(line, "/rats/" + org + "/challenge", "application/cbor", known, Map.of())
                .orRefused("asking for a nonce");
        CborMap answer = Cbor.parse(reply.body()).asMap();
        byte[] asked = answer.require(NONCE).asBytes();
        boolean binds = answer.get(BINDING).map(Cbor::asBoolean).orElse(false);
        byte[] nonce = line.exported()
                .filter(exported -> binds)
                .map(exported -> ConnectionBinding.nonce(exported, asked))
                .orElse(asked);
        return new Challenge(asked, nonce, answer.get(HEAD).map(HeadOffer::parse));
    }

    /** Sends evidence of a media type. Returns the attestation result as it was received; nothing of it is checked. */
    public byte[] evidence(Challenge challenge, String mediaType, byte[] token) throws IOException {
        Map<String, String> headers = challenge.isBound()
                ? Map.of(
                        ConnectionBinding.HEADER,
                        Base64.getUrlEncoder().withoutPadding().encodeToString(challenge.asked()))
                : Map.of();
        Reply reply = connection
                .post(line, "/rats/" + org + "/evidence", mediaType, token, headers)
                .orRefused("the evidence");
        return reply.body();
    }

    @Override
    public void close() {
        line.close();
    }
}
