package dev.muster.agent.install;

import dev.muster.format.update.suit.SuitDigest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.OptionalLong;

/** Downloads a payload beside the slots, so that a broken download costs the target slot nothing. Resumes by offset. */
final class Staging {
    private static final String FOLDER = "staging";

    /** After this many bytes the part is flushed: what a power cut costs at most. */
    private static final long FLUSH_EVERY_BYTES = 1024L * 1024;

    /** A payload whose size the manifest leaves open may be this long: what small devices can hold beside two slots. */
    static final long UNSIZED_BYTES = 64L * 1024 * 1024;

    /** Pieces that one download is asked for in; after these the order is taken up again later. */
    private static final int MOST_ASKED = 64;

    private final Disk disk;
    private final ArtifactSource source;

    Staging(Disk disk, ArtifactSource source) {
        this.disk = disk;
        this.source = source;
    }

    /**
     * Makes the payload complete here, with the digest, and the size when there is one, that it must have. An end of the
     * transfer that comes too early is a fault of the transfer: the part stays, and the same again continues.
     *
     * @param size empty when the manifest leaves it to the digest; then at most {@link #UNSIZED_BYTES}
     * @return the path of the staged file
     * @throws ArtifactSource.Away when it could not be had whole now
     */
    String fetch(String uri, SuitDigest digest, OptionalLong size) throws IOException {
        String part = FOLDER + "/" + HexFormat.of().formatHex(digest.value()) + ".part";
        disk.makeFolders(FOLDER);
        dropOthers(part);
        boolean resumed = disk.exists(part) && disk.size(part) > 0;
        if (resumed && disk.size(part) > size.orElse(UNSIZED_BYTES)) {
            disk.delete(part);
            resumed = false;
        }
        if (!disk.exists(part)) {
            disk.create(part, false);
        }
        if (complete(part, uri, digest, size)) {
            return part;
        }
        if (resumed) {
            // What was here came from another life; power may have failed while it was written.
            disk.create(part, false);
            if (complete(part, uri, digest, size)) {
                return part;
            }
        }
        disk.delete(part);
        throw new IOException("the payload does not have the digest that the manifest names");
    }

    void drop(String part) throws IOException {
        disk.delete(part);
    }

    /** Continues after what is here. Returns whether the digest is right. */
    private boolean complete(String part, String uri, SuitDigest digest, OptionalLong size) throws IOException {
        long have = disk.size(part);
        boolean whole = size.isPresent() ? have == size.getAsLong() : have > 0 && matches(part, digest);
        if (!whole) {
            transferAll(part, uri, size);
        }
        disk.flush(part);
        disk.flushFolder(FOLDER);
        return matches(part, digest);
    }

    /** Asks on as long as something comes: a source may give a range in pieces. */
    private void transferAll(String part, String uri, OptionalLong size) throws IOException {
        for (int asked = 0; asked < MOST_ASKED; asked++) {
            long have = disk.size(part);
            transfer(part, uri, have, size);
            if (size.isEmpty() || disk.size(part) >= size.getAsLong()) {
                return;
            }
            if (disk.size(part) <= have) {
                break;
            }
        }
        disk.flush(part);
        disk.flushFolder(FOLDER);
        throw new ArtifactSource.Away(
                "the transfer ended after " + disk.size(part) + " of " + size.orElse(0) + " bytes");
    }

    private void transfer(String part, String uri, long have, OptionalLong size) throws IOException {
        try (ArtifactSource.Transfer transfer = source.open(uri, have)) {
            if (transfer.from() != have) {
                // The source does not do ranges, or what is here was no part of what it has: from the beginning, then.
                disk.create(part, false);
            }
            append(part, transfer.bytes(), transfer.from() == have ? have : 0, size.orElse(UNSIZED_BYTES));
        }
    }

    private void append(String part, InputStream in, long have, long most) throws IOException {
        byte[] buffer = new byte[Slots.CHUNK_BYTES];
        long at = have;
        long unflushed = 0;
        int read;
        while ((read = in.read(buffer)) >= 0) {
            if (at + read > most) {
                throw new IOException("the payload is longer than " + most + " bytes, which is the most it may be");
            }
            disk.append(part, buffer, 0, read);
            at += read;
            unflushed += read;
            if (unflushed >= FLUSH_EVERY_BYTES) {
                disk.flush(part);
                unflushed = 0;
            }
        }
    }

    private boolean matches(String part, SuitDigest digest) throws IOException {
        MessageDigest hash = digest.algorithm().start();
        byte[] buffer = new byte[Slots.CHUNK_BYTES];
        try (InputStream in = disk.read(part)) {
            int read;
            while ((read = in.read(buffer)) >= 0) {
                hash.update(buffer, 0, read);
            }
        }
        return MessageDigest.isEqual(hash.digest(), digest.value());
    }

    /** One download at a time: parts of other payloads only take room. */
    private void dropOthers(String part) throws IOException {
        for (String file : disk.tree(FOLDER).files()) {
            if (!part.equals(FOLDER + "/" + file)) {
                disk.delete(FOLDER + "/" + file);
            }
        }
    }
}
