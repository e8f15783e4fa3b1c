package dev.muster.cli.inspect;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Status;
import dev.muster.core.attestation.SharedKey;
import dev.muster.format.cose.CoseKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A key that a device and a verifier share, in a file: a JWK of the type oct, or a COSE_Key. */
public final class SharedKeyFile {
    private static final int MAX_BYTES = 64 * 1024;

    private SharedKeyFile() {}

    /** @throws CommandFailed when the file holds no such key, or several */
    public static SharedKey read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
            throw new CommandFailed(Status.USAGE, "there is no key file " + file + ".");
        }
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        try {
            if (!text.startsWith("{")) {
                return SharedKey.parse(bytes);
            }
            List<CoseKey> keys = JsonWebKeys.read(text);
            if (keys.size() != 1) {
                throw new CommandFailed(Status.NO, file + " holds " + keys.size() + " keys and not one.");
            }
            return new SharedKey(keys.getFirst());
        } catch (IllegalArgumentException refused) {
            throw new CommandFailed(Status.NO, file + " holds no shared key: " + refused.getMessage());
        }
    }
}
