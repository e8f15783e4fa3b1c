package dev.muster.fleet.maker;

import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.update.image.FirmwareImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One version of a device's software as files.
 *
 * @param name of the software, such as {@code acme-cam}
 * @param version such as {@code 1.4.2}
 * @param files content by path relative to the slot; not to be changed
 */
public record Firmware(String name, String version, SortedMap<String, byte[]> files) {

    /** The program whose bytes differ between two versions, and the one that the demo's attacker changes. */
    public static final String PROGRAM = "bin/camd";

    private static final int PROGRAM_BYTES = 1_200_000;
    private static final int LIBRARY_BYTES = 900_000;
    private static final int MODEL_BYTES = 500_000;

    public Firmware {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * Builds an image of about 2.5 MiB. The same name and seed give the same files; another version changes {@link
     * #PROGRAM} and nothing else.
     *
     * @param seed decides every byte
     */
    public static Firmware build(String name, String version, long seed) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(PROGRAM, program(seed, version));
        files.put("lib/libvision.so", bytes(seed, "libvision", LIBRARY_BYTES));
        files.put("share/detector.model", bytes(seed, "detector", MODEL_BYTES));
        files.put(
                "etc/camd.conf",
                ("# " + name + "\nframes_per_second=25\nstream=srtp\n").getBytes(StandardCharsets.UTF_8));
        return new Firmware(name, version, files);
    }

    /** Starts with its version, as strings(1) finds it in real programs. */
    private static byte[] program(long seed, String version) {
        byte[] program = bytes(seed, "camd " + version, PROGRAM_BYTES);
        byte[] mark = ("camd " + version + "\0").getBytes(StandardCharsets.UTF_8);
        System.arraycopy(mark, 0, program, 64, mark.length);
        return program;
    }

    private static byte[] bytes(long seed, String what, int length) {
        byte[] bytes = new byte[length];
        new Random(seed * 31 + what.hashCode()).nextBytes(bytes);
        return bytes;
    }

    /** The canonical image of these files. */
    public FirmwareImage image() {
        SortedMap<String, FirmwareImage.Content> contents = new TreeMap<>();
        files.forEach((path, bytes) -> contents.put(path, new FirmwareImage.Content(bytes, path.startsWith("bin/"))));
        return new FirmwareImage(contents);
    }

    /** What a device that holds these files measures. */
    public SlotMeasurement measurement() {
        List<FileEntry> entries = new ArrayList<>();
        files.forEach((path, bytes) -> entries.add(FileEntry.of(path, bytes.length, Digest.sha256(Sha256.of(bytes)))));
        return new SlotMeasurement(entries);
    }
}
