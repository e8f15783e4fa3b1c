package dev.muster.cli.maker;

import dev.muster.agent.state.PayloadKeys;
import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseKeySet;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.update.suit.PayloadCipher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code muster maker payload-key}. */
@Command(
        name = "payload-key",
        description = {
            "Make a key that payloads are encrypted to (COSE_Key, ECDH on P-256): one for a class of devices, or for each.",
            "The private half goes into devices (agent init --payload-key), the public one to who signs releases"
                    + " (release sign --encrypt-to)."
        })
final class PayloadKeyVerb extends Verb {
    private static final String PRIVATE_HALF = "payload.key";
    private static final String PUBLIC_HALF = "payload.pub";

    @Parameters(paramLabel = "FOLDER", description = "Gets payload.key (keep it secret) and payload.pub.")
    private Path folder = Path.of("");

    @Override
    protected Status run(Screen screen) throws IOException {
        Path secret = folder.resolve(PRIVATE_HALF);
        if (Files.exists(secret)) {
            throw CommandFailed.usage(secret + " is there already; devices that have it would read nothing new.");
        }
        CoseKey key = CoseKey.agreement(Keys.generateP256(new SecureRandom()));
        Files.createDirectories(folder);
        write(secret, List.of(key));
        Files.write(folder.resolve(PUBLIC_HALF), key.publicHalf().encode());
        String kid = HexFormat.of().formatHex(key.thumbprint());
        screen.result(
                Map.of("folder", folder.toString(), "key", kid), "made a key for payloads in " + folder + ": " + kid);
        return Status.YES;
    }

    /** A file that its owner alone reads. */
    static void write(Path file, List<CoseKey> keys) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, keys.size() == 1 ? keys.getFirst().encode() : new CoseKeySet(keys).encode());
    }

    /** The keys of a device, from a file that this verb or somebody else's tool made. */
    static List<CoseKey> own(Path file) throws IOException {
        try {
            return PayloadKeys.parse(file);
        } catch (NoSuchFileException e) {
            throw new CommandFailed(Status.USAGE, "There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new CommandFailed(Status.USAGE, e.getMessage() + ".", e);
        }
    }

    /** A key to encrypt to: the public half of a pair, or a secret that devices share with their maker. */
    static CoseKey recipient(Path file) throws IOException {
        try {
            CoseKey key = CoseKey.parse(Files.readAllBytes(file));
            PayloadCipher.way(key);
            return key.isPrivate() ? key.publicHalf() : key;
        } catch (NoSuchFileException e) {
            throw new CommandFailed(Status.USAGE, "There is no file " + file + ".", e);
        } catch (MalformedException | CryptoException | IllegalArgumentException e) {
            throw new CommandFailed(
                    Status.USAGE, "Nothing can be encrypted to " + file + ": " + e.getMessage() + ".", e);
        }
    }
}
