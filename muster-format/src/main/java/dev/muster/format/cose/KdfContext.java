package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborWriter;
import java.util.List;
import java.util.Optional;

/**
 * COSE_KDF_Context (RFC 9053 §5.2): what a derived key is bound to. The message's headers fill most of it; this holds
 * what both sides know without sending it.
 *
 * @param partyU identity of the sender, when it is not in the headers
 * @param partyV identity of the recipient, when it is not in the headers
 * @param publicOther further public information
 * @param privateInfo a further shared secret
 */
public record KdfContext(
        Optional<byte[]> partyU, Optional<byte[]> partyV, Optional<byte[]> publicOther, Optional<byte[]> privateInfo) {
    /** Nothing beyond the headers. */
    public static final KdfContext NONE =
            new KdfContext(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    byte[] encode(long algorithm, int keyBytes, CoseHeaders headers) {
        CborWriter out = CborWriter.create();
        out.array(privateInfo.isPresent() ? 5 : 4).integer(algorithm);
        party(out, headers, HeaderLabel.PARTY_U, partyU);
        party(out, headers, HeaderLabel.PARTY_V, partyV);
        out.array(publicOther.isPresent() ? 3 : 2).integer(8L * keyBytes).bytes(headers.forStructure());
        publicOther.ifPresent(out::bytes);
        privateInfo.ifPresent(out::bytes);
        return out.toByteArray();
    }

    private static void party(CborWriter out, CoseHeaders headers, long first, Optional<byte[]> identity) {
        out.array(3);
        for (long label : List.of(first, first - 1, first - 2)) {
            Optional<Cbor> sent = headers.any(label);
            if (sent.isPresent()) {
                out.item(sent.get());
            } else if (label == first && identity.isPresent()) {
                out.bytes(identity.get());
            } else {
                out.nil();
            }
        }
    }
}
