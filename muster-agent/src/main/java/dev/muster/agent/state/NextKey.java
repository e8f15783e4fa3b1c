package dev.muster.agent.state;

import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The key that the next certificate is asked for, in {@code identity/next.pem}: stored before the server hears of it. The
 * server holds a device under the key it last certified, so a device that forgot that key, because its power went while
 * the answer was on its way, would be locked out until somebody lets it go by hand.
 */
public final class NextKey {
    private static final String PUBLIC_KEY = "PUBLIC KEY";

    private final DeviceRoots roots;
    private final KeyPlace place;
    private final Path file;

    /** Keys in files. */
    public NextKey(DeviceRoots roots) {
        this(roots, KeyPlace.FILES);
    }

    public NextKey(DeviceRoots roots, KeyPlace place) {
        this.roots = roots;
        this.place = place;
        this.file = roots.identity().resolve("next.pem");
    }

    /** The key that a certificate was asked for and did not come to be stored. */
    public Optional<KeyPair> kept() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file);
        return Optional.of(new KeyPair(Keys.publicKey(Pem.first(text, PUBLIC_KEY)), place.read(text)));
    }

    /** A new key; it survives a power cut when this returns. */
    public KeyPair make(SecureRandom random) throws IOException {
        KeyPair made = place.make(random);
        String text = KeyPlace.text(made.getPrivate())
                + new Pem(PUBLIC_KEY, made.getPublic().getEncoded()).encode();
        roots.write(file, text.getBytes(StandardCharsets.US_ASCII));
        return made;
    }

    /** The certificate for it is stored, with the key. */
    public void forget() throws IOException {
        if (Files.deleteIfExists(file)) {
            AtomicFile.flushFolder(roots.identity(), roots.durability());
        }
    }
}
