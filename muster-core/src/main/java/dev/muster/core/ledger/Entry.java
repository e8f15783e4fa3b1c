package dev.muster.core.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * One entry of an organisation's record. Two times, always: when it was true and when we learned it.
 *
 * @param index position in the organisation's log, from 0 without gaps
 * @param org the organisation
 * @param type the {@link EntryType} of the event
 * @param subject what it is about
 * @param effectiveAt when it became true, microsecond resolution
 * @param receivedAt when the ledger took it, microsecond resolution; never decreases with the index
 * @param issuer who says so
 * @param digest SHA-256 over a salt and the body, 32 bytes, see {@link EntryLeaf}; survives the body
 * @param body the event's deterministic CBOR; empty once erased
 * @param actor who made it happen; empty in entries from before this was written down
 */
public record Entry(
        long index,
        OrgId org,
        String type,
        Subject subject,
        Instant effectiveAt,
        Instant receivedAt,
        String issuer,
        byte[] digest,
        Optional<byte[]> body,
        Optional<Actor> actor) {

    /** An entry from before actors were written down. */
    public Entry(
            long index,
            OrgId org,
            String type,
            Subject subject,
            Instant effectiveAt,
            Instant receivedAt,
            String issuer,
            byte[] digest,
            Optional<byte[]> body) {
        this(index, org, type, subject, effectiveAt, receivedAt, issuer, digest, body, Optional.empty());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry that
                && index == that.index
                && org.equals(that.org)
                && type.equals(that.type)
                && subject.equals(that.subject)
                && effectiveAt.equals(that.effectiveAt)
                && receivedAt.equals(that.receivedAt)
                && issuer.equals(that.issuer)
                && actor.equals(that.actor)
                && Arrays.equals(digest, that.digest)
                && body.isPresent() == that.body.isPresent()
                && Arrays.equals(body.orElseGet(Entry::none), that.body.orElseGet(Entry::none));
    }

    @Override
    public int hashCode() {
        return Objects.hash(index, org, type, subject, Arrays.hashCode(digest));
    }

    @Override
    public String toString() {
        return org + "#" + index + " " + type + " " + subject;
    }

    private static byte[] none() {
        return new byte[0];
    }
}
