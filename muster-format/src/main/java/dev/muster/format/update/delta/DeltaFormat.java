package dev.muster.format.update.delta;

/** The numbers of the format. */
public final class DeltaFormat {
    private DeltaFormat() {}

    /** How differences are offered and asked for over HTTP. */
    public static final String MEDIA_TYPE = "application/vnd.muster.delta";

    /** Bytes of the new image in one frame: what a cut costs at most. */
    public static final int BLOCK_BYTES = 2 * 1024 * 1024;

    /** Bytes of the old image that a frame may refer to. With the block and zstd's own window it stays below 16 MiB. */
    public static final int WINDOW_BYTES = 6 * 1024 * 1024;

    static final int MAGIC = 0x4d44_4c31;
    static final int VERSION = 1;
    static final int HEAD_BYTES = 8;
    static final int BLOCK_HEAD_BYTES = 20;

    /** A frame is hardly longer than what it holds. */
    static final int FRAME_BYTES = BLOCK_BYTES + BLOCK_BYTES / 8;

    /** How a zstd dictionary with a structure begins, little-endian: a window must not look like one. */
    static final int DICTIONARY_MAGIC = 0xEC30_A437;
}
