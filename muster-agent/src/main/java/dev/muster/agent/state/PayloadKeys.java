package dev.muster.agent.state;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseKeySet;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.update.suit.PayloadCipher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The keys that payloads for this device are encrypted to (draft-ietf-suit-firmware-encryption-26), as its maker left them:
 * a COSE_Key or a COSE_KeySet (RFC 9052 §7) of private keys of ECDH, or of secrets that it shares with its maker. They open
 * what comes and prove nothing: a device's identity is another key.
 */
public final class PayloadKeys {
    /** More is a mistake. */
    private static final int MOST_BYTES = 64 * 1024;

    /** Each of them is tried. */
    private static final int MOST_KEYS = 16;

    private PayloadKeys() {}

    public static Path file(DeviceRoots roots) {
        return roots.factory().resolve("payload-keys.cbor");
    }

    /**
     * None where the maker left none: the device then says of itself that it takes no encrypted payloads.
     *
     * @throws IOException that names the file and the key that cannot be used
     */
    public static PayloadCipher read(DeviceRoots roots) throws IOException {
        Path file = file(roots);
        return Files.exists(file) ? new PayloadCipher(parse(file)) : new PayloadCipher(List.of());
    }

    /** @throws IOException that names the file and the key that cannot be used */
    public static List<CoseKey> parse(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + " has more than " + MOST_BYTES + " bytes");
        }
        List<CoseKey> keys;
        try {
            byte[] bytes = Files.readAllBytes(file);
            Cbor item = Cbor.parse(bytes, CoseProfile.GENERIC.cbor(), CborLimits.DEFAULT);
            keys = item instanceof CborArray
                    ? CoseKeySet.parse(bytes, CoseProfile.GENERIC).keys()
                    : List.of(new CoseKey(item.asMap()));
        } catch (MalformedException e) {
            throw new IOException(file + " is neither a COSE_Key nor a COSE_KeySet: " + e.getMessage(), e);
        }
        if (keys.size() > MOST_KEYS) {
            throw new IOException(file + " holds " + keys.size() + " keys; " + MOST_KEYS + " are the most");
        }
        for (int i = 0; i < keys.size(); i++) {
            try {
                PayloadCipher.requireOwn(keys.get(i));
            } catch (MalformedException | CryptoException | IllegalArgumentException e) {
                throw new IOException(file + ", key " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return keys;
    }
}
