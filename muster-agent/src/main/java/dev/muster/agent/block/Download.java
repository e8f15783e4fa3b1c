package dev.muster.agent.block;

import dev.muster.agent.install.ArtifactSource;
import dev.muster.format.crypto.CounterMode;
import dev.muster.format.update.delta.DeltaReader;
import dev.muster.format.update.suit.Device.Payload;
import dev.muster.format.update.suit.PayloadCipher;
import dev.muster.format.update.suit.SuitDigest;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * One payload on its way into one area, in one pass: fetched, opened, made from a difference, hashed, written. Memory is
 * bounded whatever its size; only an encrypted payload whose cipher authenticates is held whole.
 */
final class Download {
    /** A payload whose size the manifest leaves open may be this long. */
    static final long UNSIZED_BYTES = 64L * 1024 * 1024;

    /** A payload whose cipher authenticates it is held in memory. */
    static final int ENCRYPTED_BYTES = 16 * 1024 * 1024;

    /** Pieces that one download is asked for in; after these the order is taken up again later. */
    private static final int MOST_ASKED = 64;

    private final ArtifactSource source;
    private final PayloadCipher cipher;
    private final String uri;
    private final Payload payload;
    private final Writers writers;
    private AreaWriter writer;
    private long in;

    /** Where an area's writer comes from: the payload may have to be begun again. */
    interface Writers {
        /** At the beginning of the area. */
        AreaWriter begin(byte[] base);

        /** Reads the image that a difference is to. */
        DeltaReader.Base base();
    }

    Download(ArtifactSource source, PayloadCipher cipher, String uri, Payload payload, Writers writers) {
        this.source = source;
        this.cipher = cipher;
        this.uri = uri;
        this.payload = payload;
        this.writers = writers;
        this.writer = writers.begin(new byte[0]);
    }

    AreaWriter writer() {
        return writer;
    }

    /** The image itself, from its beginning or from a checkpoint. */
    void whole(Optional<JournalEntry.Checkpoint> from) throws IOException {
        Optional<CounterMode> opener = payload.encryption().flatMap(cipher::stream);
        if (payload.encryption().isPresent() && opener.isEmpty()) {
            opened(payload.encryption().get());
            return;
        }
        if (from.isPresent()) {
            writer.resume(from.get().out());
            in = from.get().in();
        }
        long size = payload.bytes().orElse(-1);
        for (int asked = 0; asked < MOST_ASKED && in != size; asked++) {
            long before = in;
            boolean continues;
            try (ArtifactSource.Transfer transfer = source.open(uri, in)) {
                continues = transfer.from() == in;
                if (!continues) {
                    writer = writers.begin(new byte[0]);
                    in = 0;
                }
                copy(transfer.bytes(), size < 0 ? UNSIZED_BYTES : size, opener);
            }
            if (size < 0) {
                return;
            }
            if (continues && in <= before) {
                break;
            }
        }
        if (in != size) {
            throw new ArtifactSource.Away("the transfer ended after " + in + " of " + size + " bytes");
        }
    }

    private void copy(InputStream bytes, long most, Optional<CounterMode> opener) throws IOException {
        byte[] buffer = new byte[writer.chunkBytes()];
        while (true) {
            // Up to a whole chunk, so that a checkpoint may follow.
            int read = bytes.readNBytes(buffer, 0, buffer.length);
            if (read == 0) {
                return;
            }
            if (in + read > most) {
                throw new IOException("the payload is longer than " + most + " bytes, which is the most it may be");
            }
            if (opener.isPresent()) {
                opener.get().apply(in, buffer, 0, read);
            }
            writer.write(buffer, 0, read);
            in += read;
            writer.reached(in);
        }
    }

    /** Held whole, because nothing of it may be believed before its end. */
    private void opened(byte[] encryption) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (ArtifactSource.Transfer transfer = source.open(uri, 0)) {
            byte[] read = transfer.bytes().readNBytes(ENCRYPTED_BYTES + 1);
            if (read.length > ENCRYPTED_BYTES) {
                throw new IOException(
                        "a payload under a cipher that authenticates may have " + ENCRYPTED_BYTES + " bytes here");
            }
            all.write(read);
        }
        byte[] plain = cipher.open(encryption, all.toByteArray());
        writer.write(plain, 0, plain.length);
    }

    /**
     * The image from a difference to what runs here, where the source has one.
     *
     * @return whether it had; if what came was no such difference, nothing is lost and the image itself is asked for
     * @throws ArtifactSource.Away when it had, and broke off
     */
    boolean difference(SuitDigest base, Optional<JournalEntry.Checkpoint> from) throws IOException {
        if (payload.encryption().isPresent() || payload.bytes().isEmpty()) {
            return false;
        }
        long at = from.map(JournalEntry.Checkpoint::in).orElse(0L);
        Optional<ArtifactSource.Transfer> offered = source.difference(uri, base, at);
        if (offered.isEmpty()) {
            return false;
        }
        writer = writers.begin(base.value());
        try (ArtifactSource.Transfer transfer = offered.get()) {
            if (transfer.from() == at && from.isPresent()) {
                writer.resume(from.get().out());
            }
            boolean continued = transfer.from() == at && at > 0;
            DeltaReader reader = new DeltaReader(
                    transfer.bytes(),
                    continued ? at : 0,
                    writers.base(),
                    payload.bytes().getAsLong());
            for (byte[] block = reader.next(writer.bytes()); block.length > 0; block = reader.next(writer.bytes())) {
                writer.write(block, 0, block.length);
                writer.reached(reader.read());
            }
            return true;
        } catch (EOFException e) {
            throw new ArtifactSource.Away(e);
        } catch (DeltaReader.Unusable e) {
            writer = writers.begin(new byte[0]);
            return false;
        }
    }
}
