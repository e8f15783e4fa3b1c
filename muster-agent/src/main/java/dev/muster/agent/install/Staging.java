package dev.muster.agent.install;

import dev.muster.format.update.suit.Device;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Downloads a payload beside the slots, so that a broken download costs the target slot nothing. Resumes by offset. */
final class Staging {
    private static final String FOLDER = "staging";

    /** After this many bytes the part is flushed: what a power cut costs at most. */
    private static final long FLUSH_EVERY_BYTES = 1024L * 1024;

    private final Disk disk;
    private final ArtifactSource source;

    Staging(Disk disk, ArtifactSource source) {
        this.disk = disk;
        this.source = source;
    }

    /**
     * Makes the payload complete here, with the size and digest it must have.
     *
     * @return the path of the staged file
     */
    String fetch(String uri, Device.Expected expected) throws IOException {
        String part = FOLDER + "/" + HexFormat.of().formatHex(expected.digest().value()) + ".part";
        disk.makeFolders(FOLDER);
        dropOthers(part);
        boolean resumed = disk.exists(part) && disk.size(part) > 0;
        if (resumed && disk.size(part) > expected.bytes()) {
            disk.delete(part);
            resumed = false;
        }
        if (!disk.exists(part)) {
            disk.create(part, false);
        }
        if (complete(part, uri, expected)) {
            return part;
        }
        if (resumed) {
            // What was here came from another life; power may have failed while it was written.
            disk.create(part, false);
            if (complete(part, uri, expected)) {
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
    private boolean complete(String part, String uri, Device.Expected expected) throws IOException {
        long have = disk.size(part);
        if (have < expected.bytes()) {
            try (InputStream in = source.open(uri, have)) {
                append(part, in, have, expected.bytes());
            }
        }
        disk.flush(part);
        disk.flushFolder(FOLDER);
        return matches(part, expected);
    }

    private void append(String part, InputStream in, long have, long size) throws IOException {
        byte[] buffer = new byte[Slots.CHUNK_BYTES];
        long at = have;
        long unflushed = 0;
        int read;
        while ((read = in.read(buffer)) >= 0) {
            if (at + read > size) {
                throw new IOException("the payload is longer than the manifest says");
            }
            disk.append(part, buffer, 0, read);
            at += read;
            unflushed += read;
            if (unflushed >= FLUSH_EVERY_BYTES) {
                disk.flush(part);
                unflushed = 0;
            }
        }
        if (at < size) {
            throw new IOException("the payload ended after " + at + " of " + size + " bytes");
        }
    }

    private boolean matches(String part, Device.Expected expected) throws IOException {
        if (disk.size(part) != expected.bytes()) {
            return false;
        }
        MessageDigest hash = expected.digest().algorithm().start();
        byte[] buffer = new byte[Slots.CHUNK_BYTES];
        try (InputStream in = disk.read(part)) {
            int read;
            while ((read = in.read(buffer)) >= 0) {
                hash.update(buffer, 0, read);
            }
        }
        return MessageDigest.isEqual(hash.digest(), expected.digest().value());
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
