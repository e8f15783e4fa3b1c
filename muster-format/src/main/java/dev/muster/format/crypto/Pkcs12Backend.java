package dev.muster.format.crypto;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Keys in a PKCS #12 file (RFC 7292), replaced as a whole by each store. */
public final class Pkcs12Backend implements KeyBackend {
    private final Path file;
    private final char[] password;
    private final KeyStore store;

    private Pkcs12Backend(Path file, char[] password, KeyStore store) {
        this.file = file;
        this.password = password;
        this.store = store;
    }

    /** Opens the file, or starts an empty one that is written by the first {@link #store}. */
    public static Pkcs12Backend open(Path file, char[] password) {
        char[] own = password.clone();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(Files.exists(file) ? new ByteArrayInputStream(Files.readAllBytes(file)) : null, own);
            return new Pkcs12Backend(file, own, store);
        } catch (GeneralSecurityException | IOException e) {
            throw new CryptoException("cannot open key file " + file.getFileName(), e);
        }
    }

    @Override
    public String name() {
        return "pkcs12:" + file.getFileName();
    }

    @Override
    public synchronized List<String> aliases() {
        return KeyStores.aliases(store);
    }

    @Override
    public synchronized Optional<Entry> find(String alias) {
        return KeyStores.find(store, alias, password);
    }

    @Override
    public KeyPair generate(SignatureScheme scheme, SecureRandom random) {
        return Keys.generate(scheme, random);
    }

    @Override
    public synchronized void store(String alias, PrivateKey key, List<X509Certificate> chain) {
        try {
            store.setKeyEntry(alias, key, password, chain.toArray(Certificate[]::new));
            write();
        } catch (GeneralSecurityException | IOException e) {
            throw new CryptoException("cannot store key " + alias + " in " + file.getFileName(), e);
        }
    }

    /** Writes the file, also when nothing was stored: an empty one still knows its password. */
    public synchronized void save() {
        try {
            write();
        } catch (GeneralSecurityException | IOException e) {
            throw new CryptoException("cannot write " + file.getFileName(), e);
        }
    }

    /** Puts the file and every key in it under another password. This object keeps the one before and is to be let go. */
    public synchronized void moveUnder(char[] next) {
        Pkcs12Backend moved;
        try {
            KeyStore fresh = KeyStore.getInstance("PKCS12");
            fresh.load(null, next);
            moved = new Pkcs12Backend(file, next.clone(), fresh);
            for (String alias : aliases()) {
                Entry entry = find(alias).orElseThrow();
                fresh.setKeyEntry(alias, entry.privateKey(), next, entry.chain().toArray(Certificate[]::new));
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new CryptoException("cannot put " + file.getFileName() + " under another password", e);
        }
        moved.save();
    }

    private void write() throws GeneralSecurityException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password);
        replace(out.toByteArray());
    }

    /** Written beside, synced, then moved over: a power cut leaves the old file or the new one. */
    private void replace(byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path beside = Files.createTempFile(
                folder,
                ".keys",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(beside, content);
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Reading that both kinds of key store share. */
    static final class KeyStores {
        private KeyStores() {}

        static List<String> aliases(KeyStore store) {
            try {
                return Collections.list(store.aliases()).stream()
                        .filter(alias -> isKey(store, alias))
                        .sorted()
                        .toList();
            } catch (GeneralSecurityException e) {
                throw new CryptoException("cannot list keys", e);
            }
        }

        private static boolean isKey(KeyStore store, String alias) {
            try {
                return store.isKeyEntry(alias);
            } catch (GeneralSecurityException e) {
                throw new CryptoException("cannot look at key " + alias, e);
            }
        }

        static Optional<Entry> find(KeyStore store, String alias, char[] password) {
            try {
                if (!(store.getKey(alias, password) instanceof PrivateKey key)) {
                    return Optional.empty();
                }
                Certificate[] stored = store.getCertificateChain(alias);
                if (stored == null || stored.length == 0) {
                    throw new CryptoException("key " + alias + " has no certificate");
                }
                List<X509Certificate> chain =
                        Arrays.stream(stored).map(X509Certificate.class::cast).toList();
                return Optional.of(new Entry(alias, key, stored[0].getPublicKey(), chain));
            } catch (GeneralSecurityException e) {
                throw new CryptoException("cannot read key " + alias, e);
            }
        }
    }
}
