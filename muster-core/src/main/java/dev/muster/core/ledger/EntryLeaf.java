package dev.muster.core.ledger;

import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.cbor.CborWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * What the record log hashes for one entry. The leaf data is the deterministic CBOR array
 *
 * <pre>
 * ["muster-entry-2", org, index, type, subject, effective-at, received-at, issuer, digest, actor]
 * </pre>
 *
 * with text strings, both times as integers in microseconds since 1970, and {@code digest = SHA-256(salt || body)} as
 * 32 bytes; the salt has 32 random bytes. The leaf hash is {@code SHA-256(0x00 || leaf data)} (RFC 9162 §2.1.1). Once
 * body and salt are erased the digest says nothing about the body, not even to somebody who guesses it, while the leaf
 * and every proof stay as they were. Entries from before actors were written down are {@code "muster-entry-1"} without the
 * last member.
 *
 * @param data the CBOR array
 */
public record EntryLeaf(byte[] data) {
    private static final String VERSION = "muster-entry-2";
    private static final int FIELDS = 10;

    /** Without the actor: entries that were written before it was. */
    private static final String WITHOUT_ACTOR = "muster-entry-1";

    private static final long MICROS = 1_000_000;

    /** The leaf data of an entry; its body is not needed. */
    public static EntryLeaf of(Entry entry) {
        boolean acted = entry.actor().isPresent();
        CborWriter writer = CborWriter.create()
                .array(acted ? FIELDS : FIELDS - 1)
                .text(acted ? VERSION : WITHOUT_ACTOR)
                .text(entry.org().value())
                .integer(entry.index())
                .text(entry.type())
                .text(entry.subject().text())
                .integer(micros(entry.effectiveAt()))
                .integer(micros(entry.receivedAt()))
                .text(entry.issuer())
                .bytes(entry.digest());
        entry.actor().ifPresent(actor -> writer.text(actor.text()));
        return new EntryLeaf(writer.toByteArray());
    }

    /** The leaf hash, 32 bytes. */
    public byte[] hash() {
        return MerkleHash.leaf(data);
    }

    /** SHA-256(salt || body). */
    public static byte[] digest(byte[] salt, byte[] body) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            return sha.digest(body);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), MICROS), time.getNano() / 1_000L);
    }
}
