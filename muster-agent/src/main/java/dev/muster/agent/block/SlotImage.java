package dev.muster.agent.block;

import dev.muster.format.update.suit.SuitDigest;
import java.util.List;

/**
 * What a slot holds, whole and read back. Its absence means: not to be started.
 *
 * @param sequence of the manifest that put it there
 * @param version the manifest's word for it, may be empty; for people only
 * @param contents of each area, in the order of the layout
 */
public record SlotImage(long sequence, String version, List<Content> contents) {
    /** Characters of a version: must fit into a superblock twice. */
    public static final int MOST_VERSION_CHARS = 64;

    public SlotImage {
        contents = List.copyOf(contents);
        if (version.length() > MOST_VERSION_CHARS) {
            version = version.substring(0, MOST_VERSION_CHARS);
        }
    }

    /** @param bytes of the image; the area may be larger */
    public record Content(SuitDigest digest, long bytes) {}
}
