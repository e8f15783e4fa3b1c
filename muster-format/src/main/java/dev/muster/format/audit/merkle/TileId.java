package dev.muster.format.audit.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * One tile of C2SP tlog-tiles: up to 256 neighbouring hashes of one level.
 *
 * @param level 0 for leaf hashes; each further level holds one hash for a full tile below; at most 7
 * @param index position of the tile in its level, from 0
 * @param width hashes in it, 1 to 256; fewer than 256 only at the right edge
 */
public record TileId(int level, long index, int width) {
    /** Hashes in a full tile. */
    public static final int FULL = 256;
    /** Tree levels that one tile spans: log2 of 256. */
    public static final int HEIGHT = 8;

    /** Levels that a log can have: 64 bits of leaves. */
    public static final int LEVELS = 8;

    private static final int GROUP = 1000;

    /** @throws IllegalArgumentException when a part is outside its range */
    public TileId {
        if (level < 0 || level >= LEVELS || index < 0 || width < 1 || width > FULL) {
            throw new IllegalArgumentException("no such tile: level " + level + ", " + index + ", width " + width);
        }
    }

    /** Whether it holds 256 hashes and will never change. */
    public boolean full() {
        return width == FULL;
    }

    /** The path under which it is served: {@code tile/<L>/<N>[.p/<W>]}, N in groups of three digits. */
    public String path() {
        return "tile/" + level + "/" + number(index) + (full() ? "" : ".p/" + width);
    }

    /** The path of the entry bundle with these leaves: {@code tile/entries/<N>[.p/<W>]}. */
    public String entriesPath() {
        return "tile/entries/" + number(index) + (full() ? "" : ".p/" + width);
    }

    /** The tiles of a tree of {@code size} leaves at its right edge that are not full, lowest level first. */
    public static List<TileId> partials(long size) {
        List<TileId> tiles = new ArrayList<>();
        long count = size;
        for (int level = 0; count > 0; level++, count >>= HEIGHT) {
            int width = (int) (count & (FULL - 1));
            if (width > 0) {
                tiles.add(new TileId(level, count >> HEIGHT, width));
            }
        }
        return tiles;
    }

    /**
     * Reads what {@link #path} writes.
     *
     * @throws MerkleException when the text is no tile path in its only form
     */
    public static TileId parse(String path) {
        String[] parts = path.split("/", 3);
        try {
            if (parts.length == 3 && parts[0].equals("tile")) {
                int partial = parts[2].indexOf(".p/");
                String digits = (partial < 0 ? parts[2] : parts[2].substring(0, partial)).replaceAll("[x/]", "");
                int width = partial < 0 ? FULL : Integer.parseInt(parts[2].substring(partial + 3));
                TileId tile = new TileId(Integer.parseInt(parts[1]), Long.parseLong(digits), width);
                if (tile.path().equals(path)) {
                    return tile;
                }
            }
        } catch (IllegalArgumentException notNumbers) {
            throw new MerkleException("not a tile path: " + path);
        }
        throw new MerkleException("not a tile path: " + path);
    }

    /**
     * Reads what {@link #entriesPath} writes: the tile of level 0 with the hashes of those entries.
     *
     * @throws MerkleException when the text is no bundle path in its only form
     */
    public static TileId parseEntries(String path) {
        String entries = "tile/entries/";
        if (!path.startsWith(entries)) {
            throw new MerkleException("not a bundle path: " + path);
        }
        return parse("tile/0/" + path.substring(entries.length()));
    }

    private static String number(long n) {
        StringBuilder text = new StringBuilder(threeDigits(n % GROUP));
        for (long rest = n / GROUP; rest > 0; rest /= GROUP) {
            text.insert(0, "x" + threeDigits(rest % GROUP) + "/");
        }
        return text.toString();
    }

    private static String threeDigits(long n) {
        String text = Long.toString(n);
        return "0".repeat(3 - text.length()) + text;
    }
}
