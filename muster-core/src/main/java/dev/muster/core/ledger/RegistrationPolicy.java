package dev.muster.core.ledger;

import dev.muster.format.cbor.RecordCodec;
import java.util.List;

/**
 * Which signed statements an organisation's statement log takes. Itself the payload of a statement on that log; the one
 * most recently committed applies (RFC 9943 §5.1.1).
 *
 * @param name for people
 * @param algorithms COSE numbers that may sign; empty: every one that is known here
 * @param contentTypes media types that are taken, of the preimage for hash envelopes; empty: all
 * @param maxBytes of a statement without its unprotected header
 * @param administrators COSE_Keys that may sign policies and trust anchors; they may register anything
 */
public record RegistrationPolicy(
        String name, List<Long> algorithms, List<String> contentTypes, int maxBytes, List<byte[]> administrators) {
    /** Content type of a statement that holds a policy. */
    public static final String CONTENT_TYPE = "application/vnd.muster.registration-policy+cbor";

    public RegistrationPolicy {
        algorithms = List.copyOf(algorithms);
        contentTypes = List.copyOf(contentTypes);
        administrators = List.copyOf(administrators);
        if (maxBytes < 1 || administrators.isEmpty()) {
            throw new IllegalArgumentException("a policy has a size limit and at least one administrator");
        }
    }

    /** The payload of the statement. */
    public byte[] encode() {
        return RecordCodec.of(RegistrationPolicy.class).encode(this);
    }

    /** @throws dev.muster.format.MalformedException when the bytes are no policy */
    public static RegistrationPolicy parse(byte[] bytes) {
        return RecordCodec.of(RegistrationPolicy.class).decode(bytes);
    }
}
