package dev.muster.format.attest.eat;

import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.cbor.CborWriter;
import dev.muster.format.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What lies in a software slot: every file with size and SHA-256, in the order of the UTF-8 bytes of its path.
 *
 * <p>{@link #overall()} is SHA-256 over the deterministic CBOR array of {@code [path, size, sha256]}, so a file that is
 * added, removed, renamed or changed changes it. Maker and device compute it the same way.
 */
public record SlotMeasurement(List<FileEntry> files) {
    /** Most files of one slot: a root file system of a small Linux device has some thousands. */
    public static final int MAX_FILES = 20_000;

    /** @throws IllegalArgumentException when a path is there twice or not canonical, or a file has no SHA-256 or size */
    public SlotMeasurement {
        if (files.size() > MAX_FILES) {
            throw new IllegalArgumentException("more than " + MAX_FILES + " files in a slot");
        }
        Set<String> seen = new HashSet<>();
        for (FileEntry file : files) {
            requireCanonical(file.path());
            if (!seen.add(file.path())) {
                throw new IllegalArgumentException("the file " + file.path() + " is measured twice");
            }
            if (file.size().isEmpty()
                    || file.hash()
                            .filter(hash -> hash.algorithm().equals(Digest.SHA_256))
                            .isEmpty()) {
                throw new IllegalArgumentException("the file " + file.path() + " needs a size and a SHA-256");
            }
        }
        Comparator<FileEntry> byPathBytes = (left, right) -> Arrays.compareUnsigned(
                left.path().getBytes(StandardCharsets.UTF_8), right.path().getBytes(StandardCharsets.UTF_8));
        files = files.stream().sorted(byPathBytes).toList();
    }

    private static void requireCanonical(String path) {
        for (String step : path.split("/", -1)) {
            if (step.isEmpty() || step.equals(".") || step.equals("..") || step.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("not a relative path without dots: " + path);
            }
        }
    }

    /** The digest of the whole slot. */
    public Digest overall() {
        CborWriter list = CborWriter.create();
        list.array(files.size());
        for (FileEntry file : files) {
            list.array(3);
            list.text(file.path());
            list.integer(file.size().orElseThrow());
            list.bytes(file.hash().orElseThrow().value());
        }
        return Digest.sha256(Sha256.of(list.toByteArray()));
    }
}
