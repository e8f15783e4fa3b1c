package dev.muster.format.json;

/**
 * A place in a text, for a person with an editor.
 *
 * @param offset byte offset
 * @param line from 1
 * @param column in characters (code points), from 1
 */
public record JsonPlace(int offset, int line, int column) {

    /** The place of a byte; an offset past the end is the end. */
    public static JsonPlace of(byte[] text, int offset) {
        int end = Math.clamp(offset, 0, text.length);
        int line = 1;
        int column = 1;
        for (int i = 0; i < end; i++) {
            if (text[i] == '\n') {
                line++;
                column = 1;
            } else if ((text[i] & 0xc0) != 0x80) {
                column++;
            }
        }
        return new JsonPlace(end, line, column);
    }

    /**
     * The place of the value that a pointer names, found by reading again: a tree that carried places would be paid for by
     * every text that has no fault. A pointer to nothing gives the nearest container that is there.
     *
     * @param text was read before without a fault
     */
    public static JsonPlace of(byte[] text, String pointer) {
        JsonReader.Places places = new JsonReader.Places(pointer);
        try {
            JsonReader.read(text, JsonLimits.DEFAULT, places);
        } catch (JsonException unreadable) {
            return of(text, (int) unreadable.offset());
        }
        return of(text, places.found());
    }
}
