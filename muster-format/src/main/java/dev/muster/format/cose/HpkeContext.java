package dev.muster.format.cose;

import dev.muster.format.crypto.Hpke;
import java.util.Optional;

/**
 * What both sides of COSE-HPKE know without sending it. Giving one to {@link CoseCipher#draftHpke} is what switches the
 * draft on.
 *
 * @param info bound into the key: the HPKE info of integrated encryption, the extra info of a recipient (draft §3.2, §3.3.1)
 * @param associated authenticated with an encrypted content key; not used by integrated encryption, which takes the
 *     message's external data
 * @param psk a pre-shared key; a message that names one opens with this one only
 */
public record HpkeContext(byte[] info, byte[] associated, Optional<Hpke.Psk> psk) {
    /** Nothing beyond the message. */
    public static final HpkeContext NONE = new HpkeContext(new byte[0], new byte[0], Optional.empty());
}
