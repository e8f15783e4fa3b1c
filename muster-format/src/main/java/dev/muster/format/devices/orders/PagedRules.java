package dev.muster.format.devices.orders;

import dev.muster.format.crypto.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The rules of a gateway that are too large for one answer: packed (RFC 1951), cut into pages, and known by their digests. The
 * ledger keeps them whole; a device gets the digests, fetches page by page, and has all of them or none.
 *
 * @param digest SHA-256 of the text, hex
 * @param bytes length of the text
 * @param pages SHA-256 of each page of the packed text in their order, hex
 * @param packed the packed text; empty where it is only said what to fetch
 */
public record PagedRules(String digest, int bytes, List<String> pages, byte[] packed) {
    /** A page in one answer, also of a slow line: what is broken off is that much. */
    public static final int PAGE_BYTES = 64 * 1024;

    /** The rules of 5,000 devices with 20 permissions each, of which none is like another, have room in half of it. */
    public static final int PAGES_MOST = 64;

    /** What a few packed bytes may become on a gateway, which reads back listings of up to 16 MiB. */
    public static final int TEXT_MOST = 12 * 1024 * 1024;

    private static final int BUFFER = 64 * 1024;

    /** @throws IllegalArgumentException when no such rules can be */
    public PagedRules {
        pages = List.copyOf(pages);
        packed = packed.clone();
        if (bytes < 1 || bytes > TEXT_MOST) {
            throw new IllegalArgumentException("a gateway's rules in pages: 1 to " + TEXT_MOST + " bytes");
        }
        if (pages.isEmpty() || pages.size() > PAGES_MOST) {
            throw new IllegalArgumentException("a gateway's rules: 1 to " + PAGES_MOST + " pages");
        }
        requireDigest(digest);
        pages.forEach(PagedRules::requireDigest);
        if (packed.length > 0 && !digests(packed).equals(pages)) {
            throw new IllegalArgumentException("the packed rules are not these pages");
        }
    }

    private static void requireDigest(String hex) {
        if (hex.length() != 2 * Order.DIGEST_BYTES || !hex.matches("[0-9a-f]+")) {
            throw new IllegalArgumentException("a page's digest: " + Order.DIGEST_BYTES + " bytes");
        }
    }

    /**
     * These rules, packed.
     *
     * @throws IllegalArgumentException when they have no room
     */
    public static PagedRules of(byte[] text) {
        if (text.length > TEXT_MOST) {
            throw new IllegalArgumentException(
                    "the rules are " + text.length + " bytes, and an order in pages has room for " + TEXT_MOST);
        }
        byte[] packed = packed(text);
        if (packed.length > PAGES_MOST * PAGE_BYTES) {
            throw new IllegalArgumentException("the packed rules are " + packed.length
                    + " bytes, and an order in pages has room for " + PAGES_MOST * PAGE_BYTES);
        }
        return new PagedRules(hex(text, 0, text.length), text.length, digests(packed), packed);
    }

    /** What a device is told: all but the pages themselves. */
    public PagedRules head() {
        return new PagedRules(digest, bytes, pages, new byte[0]);
    }

    /**
     * One page.
     *
     * @param number from 0
     * @throws IndexOutOfBoundsException when there is none of this number, or only the head is here
     */
    public byte[] page(int number) {
        if (number < 0 || number >= pages.size() || packed.length == 0) {
            throw new IndexOutOfBoundsException("no page " + number + " of " + pages.size());
        }
        int from = number * PAGE_BYTES;
        return Arrays.copyOfRange(packed, from, Math.min(packed.length, from + PAGE_BYTES));
    }

    /** Whether this is the page of that number. */
    public boolean is(int number, byte[] page) {
        return page.length <= PAGE_BYTES && hex(page, 0, page.length).equals(pages.get(number));
    }

    /**
     * The text of all pages.
     *
     * @param all the pages one after the other
     * @throws IllegalArgumentException when they are not the text whose digest was told
     */
    public byte[] text(byte[] all) {
        if (!digests(all).equals(pages)) {
            throw new IllegalArgumentException("a page is missing, or of other rules");
        }
        byte[] text = new byte[bytes];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(all);
            int at = 0;
            for (int read = 1; at < bytes && read > 0; at += read) {
                read = inflater.inflate(text, at, bytes - at);
            }
            // One byte more than was said would be left unread, and its end with it.
            boolean ended = inflater.inflate(new byte[1]) == 0 && inflater.finished() && inflater.getRemaining() == 0;
            if (at != bytes || !ended || !hex(text, 0, bytes).equals(digest)) {
                throw new IllegalArgumentException("the pages are not the rules whose digest was told");
            }
            return text;
        } catch (DataFormatException no) {
            throw new IllegalArgumentException("the pages are not packed rules: " + no.getMessage(), no);
        } finally {
            inflater.end();
        }
    }

    private static byte[] packed(byte[] text) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(text);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static List<String> digests(byte[] packed) {
        List<String> digests = new ArrayList<>();
        for (int from = 0; from < packed.length; from += PAGE_BYTES) {
            digests.add(hex(packed, from, Math.min(packed.length, from + PAGE_BYTES)));
        }
        return digests;
    }

    private static String hex(byte[] bytes, int from, int to) {
        return HexFormat.of().formatHex(Sha256.of(Arrays.copyOfRange(bytes, from, to)));
    }

    @Override
    public byte[] packed() {
        return packed.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PagedRules that
                && digest.equals(that.digest)
                && bytes == that.bytes
                && pages.equals(that.pages)
                && Arrays.equals(packed, that.packed);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }
}
