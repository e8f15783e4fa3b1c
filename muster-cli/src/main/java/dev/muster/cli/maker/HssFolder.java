package dev.muster.cli.maker;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Status;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.HssKey;
import dev.muster.format.crypto.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * A hash-based key in a folder: {@code hss.key} (its state, secret), {@code hss.pem} (its public half), {@code hss.maker}
 * (whose it is). The state on the disk is past an index before that index signs, whatever is cut when; one process at a time
 * signs. What this cannot see is a folder that was brought back from a copy: such a copy must never sign.
 */
public record HssFolder(Path folder) {
    private static final String STATE = "hss.key";
    private static final String NEXT = "hss.key.next";
    private static final String PUBLIC = "hss.pem";
    private static final String MAKER = "hss.maker";
    private static final String LOCK = "hss.lock";

    static boolean isOne(Path folder) {
        return Files.exists(folder.resolve(PUBLIC));
    }

    /** @param height see {@link HssKey#generate} */
    static HssFolder create(Path folder, String maker, int height, SecureRandom random) throws IOException {
        HssKey key = HssKey.generate(height, random);
        Files.createDirectories(folder);
        if (isOne(folder)) {
            throw CommandFailed.because("There is a key in " + folder + " already.");
        }
        HssFolder made = new HssFolder(folder);
        made.replace(key.state());
        Files.writeString(folder.resolve(MAKER), maker);
        PublicKey open = CoseKey.hssLms(key.publicKey()).verificationKey().key();
        Files.writeString(
                folder.resolve(PUBLIC), new Pem("PUBLIC KEY", open.getEncoded()).encode(), StandardCharsets.US_ASCII);
        return made;
    }

    MakerKey.Public publicHalf() throws IOException {
        return new MakerKey.Public(
                Files.readString(folder.resolve(MAKER)).strip(), Files.readString(folder.resolve(PUBLIC)));
    }

    /** How often it signs yet. */
    long left() throws IOException {
        return read().left();
    }

    /** Signs SUIT envelopes with HSS-LMS; each signature takes an index, also when it is thrown away. */
    public CoseSigner updates() {
        return new CoseSigner() {
            @Override
            public CoseAlgorithm algorithm() {
                return CoseAlgorithm.HSS_LMS;
            }

            @Override
            public Optional<byte[]> kid() {
                return Optional.empty();
            }

            @Override
            public byte[] sign(byte[] toBeSigned) {
                try {
                    return reserve().sign(toBeSigned);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    /** Takes the next index, durably. */
    HssKey.OneTime reserve() throws IOException {
        try (FileChannel lock =
                        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            HssKey key = read();
            HssKey.OneTime one = key.reserve();
            replace(key.state());
            if (!held.isValid()) {
                throw new IOException("somebody else took the lock of " + folder);
            }
            return one;
        } catch (CryptoException e) {
            throw new CommandFailed(Status.NO, folder + ": " + e.getMessage() + ".", e);
        }
    }

    private HssKey read() throws IOException {
        Path file = folder.resolve(STATE);
        try {
            return HssKey.parse(Pem.first(Files.readString(file), "HSS STATE"));
        } catch (MalformedException | CryptoException e) {
            throw new CommandFailed(
                    Status.USAGE, file + " is no key of `muster maker hss` that signs: " + e.getMessage() + ".", e);
        }
    }

    /** Old or new is there after a cut, never a part: written beside, flushed, put in place, and the folder flushed. */
    private void replace(byte[] state) throws IOException {
        Path next = folder.resolve(NEXT);
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        ByteBuffer bytes = ByteBuffer.wrap(new Pem("HSS STATE", state).encode().getBytes(StandardCharsets.US_ASCII));
        try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(next, folder.resolve(STATE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel whole = FileChannel.open(folder, StandardOpenOption.READ)) {
            whole.force(true);
        }
    }
}
