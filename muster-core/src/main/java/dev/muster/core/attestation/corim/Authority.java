package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.KeyContent;
import dev.muster.format.attest.corim.TypedBytes;
import java.util.List;

/**
 * Who says a claim (§9.4.10): the keys that a condition asks for must all be among those of the claim. A key is the same key
 * in any of the forms that the draft has for it, so keys are brought into one; what is no key that can be read, such as a
 * thumbprint, is compared byte by byte.
 */
public final class Authority {
    private Authority() {}

    /** The same keys in one form: SubjectPublicKeyInfo in PEM (tag 554). */
    public static List<TypedBytes> canonical(List<TypedBytes> keys) {
        return keys.isEmpty()
                ? keys
                : keys.stream().map(Authority::canonical).distinct().toList();
    }

    private static TypedBytes canonical(TypedBytes key) {
        return KeyContent.publicKey(key).map(TypedBytes::key).orElse(key);
    }

    /** Whether whoever said something is everybody who had to. */
    public static boolean within(List<TypedBytes> wanted, List<TypedBytes> shown) {
        return wanted.isEmpty() || shown.containsAll(wanted) || canonical(shown).containsAll(canonical(wanted));
    }
}
