package dev.muster.format.update.suit;

import java.util.List;

/**
 * SUIT_Authentication: the digest of the manifest and the signatures over that digest.
 *
 * @param digestBytes encoded SUIT_Digest without its byte string header: the detached payload of every block
 * @param digest the same, read
 * @param blocks COSE objects over {@code digestBytes}; none means an unsigned envelope
 */
public record Authentication(byte[] digestBytes, SuitDigest digest, List<Block> blocks) {
    public Authentication {
        blocks = List.copyOf(blocks);
    }

    /**
     * SUIT_Authentication_Block.
     *
     * @param tag 18 Sign1, 98 Sign, 17 Mac0 or 97 Mac
     * @param encoded the tagged COSE object as received
     */
    public record Block(long tag, byte[] encoded) {}
}
