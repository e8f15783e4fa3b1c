package dev.muster.server.joining.authorities;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.KeyBackend;
import dev.muster.format.crypto.Pkcs11Backend;
import dev.muster.server.config.AuthorityConfig.KeyPlace;
import dev.muster.server.config.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/** Where the private keys of authorities are. Opening it reads no organisation's keys. */
public interface KeyRoom {
    /** The keys of one organisation, those first where new ones go. */
    List<KeyBackend> of(OrgId org);

    /** @throws StartFailure when what was configured cannot be opened */
    static KeyRoom open(KeyPlace place, Path data, SecureRandom random) {
        return switch (place) {
            case KeyPlace.Data _ -> FileRoom.open(data, random);
            case KeyPlace.Passphrase(Path file) -> FileRoom.open(data, secret(file, "passphrase"));
            case KeyPlace.Token token -> {
                KeyBackend backend = token(token);
                // What was made before the token came stays usable until it is rolled over.
                FileRoom before = FileRoom.open(data, random);
                yield org -> {
                    List<KeyBackend> files = before.existing(org);
                    return files.isEmpty()
                            ? List.of(backend)
                            : java.util.stream.Stream.concat(java.util.stream.Stream.of(backend), files.stream())
                                    .toList();
                };
            }
        };
    }

    private static KeyBackend token(KeyPlace.Token token) {
        try {
            return Pkcs11Backend.open(token.library(), token.slot(), secret(token.pin(), "PIN"));
        } catch (CryptoException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new StartFailure(
                    "The token " + token.slot() + " of " + token.library() + " cannot be opened: "
                            + root(why).getMessage() + ".",
                    e);
        }
    }

    private static Throwable root(Throwable fault) {
        Throwable at = fault;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }

    private static char[] secret(Path file, String what) {
        try {
            String text = Files.readString(file).strip();
            if (text.isEmpty()) {
                throw new StartFailure("The file of the " + what + ", " + file + ", is empty.");
            }
            return text.toCharArray();
        } catch (IOException e) {
            throw new StartFailure(
                    "The file of the " + what + ", " + file + ", cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
