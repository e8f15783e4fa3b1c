package dev.muster.ledger;

import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.crypto.SignatureScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * The private keys of one organisation's ledger: ES256 for statements and receipts, Ed25519 for checkpoints because
 * that is what witnesses understand; one for each log and one for the witness, so that losing one is not losing all. Kept
 * as PEM files that only the server's user can read, made on first use.
 *
 * @param receipts P-256
 * @param record Ed25519, of the record log's checkpoints
 * @param statements Ed25519, of the statement log's checkpoints
 * @param witness Ed25519, of cosignatures for others
 */
public record LogKeys(KeyPair receipts, KeyPair record, KeyPair statements, KeyPair witness) {
    /** The one key of folders that were made before there were three: those who know its logs know it by this key. */
    private static final String ONE_FOR_ALL = "notes.pem";

    private static final String OWNER_ONLY = "rw-------";

    /**
     * Reads {@code receipts.pem}, {@code record.pem}, {@code statements.pem} and {@code witness.pem} under
     * {@code directory}, or makes them.
     *
     * @param directory of this organisation
     */
    public static LogKeys open(Path directory, SecureRandom random) {
        return new LogKeys(
                pair(directory.resolve("receipts.pem"), SignatureScheme.ECDSA_P256_SHA256, random),
                note(directory, "record.pem", random),
                note(directory, "statements.pem", random),
                note(directory, "witness.pem", random));
    }

    private static KeyPair note(Path directory, String name, SecureRandom random) {
        Path own = directory.resolve(name);
        Path shared = directory.resolve(ONE_FOR_ALL);
        return pair(!Files.exists(own) && Files.exists(shared) ? shared : own, SignatureScheme.ED25519, random);
    }

    /** Whether the keys that others know lie under {@code directory}: nobody would notice that one was made anew. */
    static boolean exist(Path directory) {
        boolean heads = Files.exists(directory.resolve(ONE_FOR_ALL))
                || (Files.exists(directory.resolve("record.pem")) && Files.exists(directory.resolve("statements.pem")));
        return heads && Files.exists(directory.resolve("receipts.pem"));
    }

    /** Reads the key pair of {@code file}, or makes one of this kind and keeps it there for its owner only. */
    public static KeyPair pair(Path file, SignatureScheme scheme, SecureRandom random) {
        try {
            if (Files.exists(file)) {
                return read(file, scheme);
            }
            KeyPair pair = Keys.generate(scheme, random);
            write(file, pair);
            return pair;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot use the ledger key " + file, failed);
        }
    }

    private static KeyPair read(Path file, SignatureScheme scheme) throws IOException {
        String text = Files.readString(file);
        PrivateKey privateKey = Keys.privateKey(Pem.first(text, "PRIVATE KEY"));
        PublicKey publicKey = Keys.publicKey(Pem.first(text, "PUBLIC KEY"));
        byte[] probe = file.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Crypto crypto = Crypto.standard();
        if (!crypto.verify(scheme, publicKey, probe, crypto.sign(scheme, privateKey, probe))) {
            throw new IOException("private and public key do not belong together");
        }
        return new KeyPair(publicKey, privateKey);
    }

    private static void write(Path file, KeyPair pair) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        List<String> text = new ArrayList<>();
        text.add(new Pem("PRIVATE KEY", pair.getPrivate().getEncoded()).encode());
        text.add(new Pem("PUBLIC KEY", pair.getPublic().getEncoded()).encode());
        if (folder == null) {
            throw new IOException("no directory for " + file);
        }
        Files.createDirectories(folder);
        Path beside = Files.createTempFile(
                folder,
                ".key",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        Files.writeString(beside, String.join("", text));
        try (var channel = java.nio.channels.FileChannel.open(beside, java.nio.file.StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
