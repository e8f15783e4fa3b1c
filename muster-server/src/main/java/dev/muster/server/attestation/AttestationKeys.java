package dev.muster.server.attestation;

import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.server.config.StartFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;

/**
 * The verifier's secrets, made at the first start, readable by the server's user only.
 *
 * @param verifier P-256, signs attestation results
 * @param challenge 32 bytes, signs nonces and seals shared keys; servers that have the same understand one another's. Without
 *     it the shared keys have to be imported again
 */
public record AttestationKeys(KeyPair verifier, byte[] challenge) {
    private static final int CHALLENGE_BYTES = 32;
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final String SECRET = "MUSTER CHALLENGE KEY";

    /** Reads {@code verifier.pem} and {@code challenge.pem} in the directory, or makes them. */
    public static AttestationKeys open(Path directory, SecureRandom random) {
        Path verifier = directory.resolve("verifier.pem");
        Path challenge = directory.resolve("challenge.pem");
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (!Files.exists(verifier)) {
                KeyPair made = Keys.generateP256(random);
                write(
                        verifier,
                        new Pem(PRIVATE, made.getPrivate().getEncoded()).encode()
                                + new Pem(PUBLIC, made.getPublic().getEncoded()).encode());
            }
            if (!Files.exists(challenge)) {
                byte[] secret = new byte[CHALLENGE_BYTES];
                random.nextBytes(secret);
                write(challenge, new Pem(SECRET, secret).encode());
            }
            String pair = Files.readString(verifier);
            return new AttestationKeys(
                    new KeyPair(Keys.publicKey(Pem.first(pair, PUBLIC)), Keys.privateKey(Pem.first(pair, PRIVATE))),
                    Pem.first(Files.readString(challenge), SECRET));
        } catch (IOException e) {
            throw new StartFailure(
                    "The verifier's keys in " + directory + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /** Written beside, synced, then moved over: a power cut leaves the old file or the new one. */
    private static void write(Path file, String text) throws IOException {
        Path beside = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                ".key",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(beside, text.getBytes(StandardCharsets.US_ASCII));
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Signs attestation results; its kid is the thumbprint of the key. */
    public CoseSigner signer() {
        return CoseSigner.of(
                CoseAlgorithm.ES256, verifier.getPrivate(), verificationKey().kid());
    }

    /** What closes keys that are shared with devices. */
    public KeySeal seal() {
        return new KeySeal(challenge);
    }

    /** What relying parties check results with. */
    public CoseKey verificationKey() {
        return CoseKey.of(verifier.getPublic());
    }
}
