package dev.muster.server.topic;

/**
 * What this server makes nonces with that nobody has to remember; each use has a purpose of its own in what it authenticates.
 *
 * @param key 32 bytes; servers that have the same understand one another's nonces
 */
public record ChallengeSecret(byte[] key) {
    public ChallengeSecret {
        key = key.clone();
    }
}
