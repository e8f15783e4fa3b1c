package dev.muster.format.cbor;

/** What an item is, as {@link CborReader#peek()} sees it (RFC 8949 §3.1; major type 7 is split by meaning). */
public enum CborType {
    UNSIGNED("unsigned integer"),
    NEGATIVE("negative integer"),
    BYTES("byte string"),
    TEXT("text string"),
    ARRAY("array"),
    MAP("map"),
    TAG("tag"),
    BOOLEAN("boolean"),
    NULL("null"),
    UNDEFINED("undefined"),
    SIMPLE("simple value"),
    FLOAT("floating-point number"),
    /** The end mark of an indefinite-length array or map. */
    BREAK("break"),
    /** No more bytes. */
    END("end of input");

    private final String words;

    CborType(String words) {
        this.words = words;
    }

    /** The name used in error messages. */
    public String words() {
        return words;
    }

    static CborType of(int initialByte) {
        return switch (initialByte >> 5) {
            case 0 -> UNSIGNED;
            case 1 -> NEGATIVE;
            case 2 -> BYTES;
            case 3 -> TEXT;
            case 4 -> ARRAY;
            case 5 -> MAP;
            case 6 -> TAG;
            default ->
                switch (initialByte & 31) {
                    case 20, 21 -> BOOLEAN;
                    case 22 -> NULL;
                    case 23 -> UNDEFINED;
                    case 25, 26, 27 -> FLOAT;
                    case 31 -> BREAK;
                    default -> SIMPLE;
                };
        };
    }
}
