package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;
import java.util.Arrays;

/**
 * The organisation got its authority for device certificates. Subject: {@code authority/<SHA-256, hex>}.
 *
 * @param certificate DER, self-signed
 * @param keys where the key is, such as {@code pkcs12:device-ca.p12}
 */
@EntryType("joining.authority-created")
public record AuthorityCreated(byte[] certificate, String keys) implements JoiningEvent {
    @Override
    public boolean equals(Object other) {
        return other instanceof AuthorityCreated that
                && Arrays.equals(certificate, that.certificate)
                && keys.equals(that.keys);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(certificate) + keys.hashCode();
    }
}
