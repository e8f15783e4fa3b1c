package dev.muster.cli.demo;

import dev.muster.format.update.suit.Envelope;

/** What an attacker on the way makes of a good envelope. */
final class Envelopes {

    private Envelopes() {}

    /** One bit of the signed manifest is changed; the signature stays as it was. */
    static byte[] tampered(byte[] good) {
        byte[] manifest = Envelope.parse(good).manifestBytes();
        byte[] changed = good.clone();
        int at = indexOf(changed, manifest);
        // Near the end of the manifest lie digests and texts: a change there leaves the CBOR readable.
        changed[at + manifest.length - 2] ^= 1;
        return changed;
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int i = 0; i <= all.length - part.length; i++) {
            if (java.util.Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new IllegalArgumentException("the envelope does not hold its manifest");
    }
}
