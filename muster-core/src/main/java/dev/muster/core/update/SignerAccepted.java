package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * An operator accepted a key that signs releases of a product, or said anew what it may. Subject: {@code product/<id>}.
 *
 * @param name whose key it is, for people
 * @param thumbprint SHA-256 thumbprint of the key (RFC 9679), hexadecimal
 * @param key COSE_Key
 * @param may what it may sign; absent in old entries: {@link SignerMay#USUAL}
 */
@EntryType("update.signer-accepted")
public record SignerAccepted(String name, String thumbprint, byte[] key, Optional<SignerMay> may)
        implements UpdateEvent {
    @Override
    public boolean equals(Object other) {
        return other instanceof SignerAccepted that
                && name.equals(that.name)
                && thumbprint.equals(that.thumbprint)
                && Arrays.equals(key, that.key)
                && may.equals(that.may);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, thumbprint, may);
    }
}
