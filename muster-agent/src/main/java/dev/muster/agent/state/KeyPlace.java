package dev.muster.agent.state;

import dev.muster.agent.tpm.DeviceTpm;
import dev.muster.agent.tpm.TpmKeyFile;
import dev.muster.agent.tpm.TpmPrivateKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Where the device's own keys live: in its TPM when it has one, else in files. A key stays where it was made; the next one is
 * made in the better place.
 *
 * @param tpm of this device
 */
public record KeyPlace(Optional<DeviceTpm> tpm) {
    /** Keys in files. */
    public static final KeyPlace FILES = new KeyPlace(Optional.empty());

    private static final String PRIVATE_KEY = "PRIVATE KEY";

    /** A new key on P-256. */
    KeyPair make(SecureRandom random) throws IOException {
        return tpm.isPresent() ? tpm.get().makeKey() : Keys.generateP256(random);
    }

    /**
     * The private key in a text of PEM blocks.
     *
     * @throws IOException when it is one of a TPM, and this device has none here
     */
    PrivateKey read(String text) throws IOException {
        Optional<Pem> sealed = Pem.parse(text).stream()
                .filter(pem -> pem.label().equals(TpmKeyFile.LABEL))
                .findFirst();
        if (sealed.isEmpty()) {
            return Keys.privateKey(Pem.first(text, PRIVATE_KEY));
        }
        return tpm.orElseThrow(() -> new IOException("the device's key is in a TPM, and no TPM is configured"))
                .key(TpmKeyFile.parse(sealed.get().content()));
    }

    /** How a key is kept in a file: as itself, or as what its TPM can load again. */
    static String text(PrivateKey key) {
        return key instanceof TpmPrivateKey inside
                ? new Pem(TpmKeyFile.LABEL, inside.file().encode()).encode()
                : new Pem(PRIVATE_KEY, key.getEncoded()).encode();
    }
}
