package dev.muster.format.cose;

import java.util.Optional;

/**
 * What a recipient has: its own key and what it knows of the sender.
 *
 * @param key symmetric, or with its private part for ECDH
 * @param sender public key of the sender for static-static ECDH, when the message only names it
 * @param context what the derived key is bound to beyond the message's headers
 */
public record RecipientKey(CoseKey key, Optional<CoseKey> sender, KdfContext context) {
    /** A key alone. */
    public static RecipientKey of(CoseKey key) {
        return new RecipientKey(key, Optional.empty(), KdfContext.NONE);
    }
}
