package dev.muster.server.joining.authorities;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.KeyBackend;
import dev.muster.format.crypto.Pkcs12Backend;
import dev.muster.server.config.PrivateFile;
import dev.muster.server.config.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Key files in the data directory: {@code joining/keys/ORG.p12} for each organisation, and {@code joining/device-ca.p12} of
 * before there was one for each. Their password is random and lies beside them, readable by the owner only, which protects
 * copies of a file and not the directory; or it is the operator's passphrase, which protects both.
 *
 * <p>When a passphrase is configured for the first time, every file is put under it and the random password is deleted: a
 * stop in between leaves files of both kinds, and the next start goes on.
 */
final class FileRoom implements KeyRoom {
    private static final int PASSWORD_BYTES = 24;
    private static final String OLD = "device-ca.p12";

    /** Holds no key: opening it shows at the start whether the passphrase is the right one. */
    private static final String PROBE = "passphrase.p12";

    private final Path folder;
    private final char[] password;
    private final Map<Path, Pkcs12Backend> open = new ConcurrentHashMap<>();

    private FileRoom(Path folder, char[] password) {
        this.folder = folder;
        this.password = password;
    }

    /** Under the random password. */
    static FileRoom open(Path data, SecureRandom random) {
        Path folder = folder(data);
        if (Files.exists(folder.resolve(PROBE))) {
            throw new StartFailure(
                    "The keys in " + folder + " are under a passphrase; set joining.key-store = passphrase"
                            + " and joining.key-passphrase-file.");
        }
        return new FileRoom(folder, random(folder.resolve("password"), random));
    }

    /** Under a passphrase. */
    static FileRoom open(Path data, char[] passphrase) {
        Path folder = folder(data);
        Path probe = folder.resolve(PROBE);
        try {
            if (Files.exists(probe)) {
                Pkcs12Backend.open(probe, passphrase);
            } else {
                Pkcs12Backend.open(probe, passphrase).save();
            }
            Path random = folder.resolve("password");
            if (Files.exists(random)) {
                putUnder(passphrase, Files.readString(random).strip().toCharArray(), folder);
                Files.delete(random);
            }
            return new FileRoom(folder, passphrase);
        } catch (CryptoException e) {
            throw new StartFailure("The passphrase does not open the keys in " + folder + ".", e);
        } catch (IOException e) {
            throw new StartFailure("The key directory " + folder + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    private static void putUnder(char[] passphrase, char[] before, Path folder) throws IOException {
        List<Path> files = new ArrayList<>(List.of(folder.resolve(OLD)));
        try (Stream<Path> each = Files.list(folder.resolve("keys"))) {
            each.filter(file -> file.toString().endsWith(".p12")).forEach(files::add);
        }
        for (Path file : files) {
            if (Files.exists(file) && !opens(file, passphrase)) {
                Pkcs12Backend.open(file, before).moveUnder(passphrase);
            }
        }
    }

    private static boolean opens(Path file, char[] passphrase) {
        try {
            Pkcs12Backend.open(file, passphrase);
            return true;
        } catch (CryptoException anotherPassword) {
            return false;
        }
    }

    private static Path folder(Path data) {
        Path folder = data.resolve("joining");
        try {
            Files.createDirectories(
                    folder.resolve("keys"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return folder;
        } catch (IOException e) {
            throw new StartFailure("The key directory " + folder + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    private static char[] random(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) {
                byte[] bytes = new byte[PASSWORD_BYTES];
                random.nextBytes(bytes);
                PrivateFile.replace(
                        file, Base64.getUrlEncoder().withoutPadding().encode(bytes));
            }
            return Files.readString(file).strip().toCharArray();
        } catch (IOException e) {
            throw new StartFailure(
                    "The password of the keys, " + file + ", cannot be used: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public List<KeyBackend> of(OrgId org) {
        Path own = own(org);
        List<KeyBackend> all = new ArrayList<>(List.of(backend(own)));
        if (Files.exists(folder.resolve(OLD))) {
            all.add(backend(folder.resolve(OLD)));
        }
        return all;
    }

    /** What is there already. */
    List<KeyBackend> existing(OrgId org) {
        return Stream.of(own(org), folder.resolve(OLD))
                .filter(Files::exists)
                .<KeyBackend>map(this::backend)
                .toList();
    }

    private Path own(OrgId org) {
        return folder.resolve("keys").resolve(org.value() + ".p12");
    }

    private Pkcs12Backend backend(Path file) {
        return open.computeIfAbsent(file, each -> Pkcs12Backend.open(each, password));
    }
}
