package dev.muster.format.cbor;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What may stand inside a tag (RFC 8949 §3.4 and §5.3.2, RFC 8943, the UUID of tag 37), for the tags whose rule is short
 * and sure. Every other tag may hold anything, 21 to 23 too: they hint at a conversion of whatever byte strings are
 * inside (§3.4.5.2), and 55799 says nothing at all.
 */
final class TagContent {
    private static final int DATE_TIME = 0;
    private static final int EPOCH = 1;
    private static final int BIGNUM = 2;
    private static final int NEGATIVE_BIGNUM = 3;
    private static final int DECIMAL_FRACTION = 4;
    private static final int BIGFLOAT = 5;
    private static final int ENCODED = 24;
    private static final int URI = 32;
    private static final int BASE64URL = 33;
    private static final int BASE64 = 34;
    private static final int MIME = 36;
    private static final int UUID = 37;
    private static final int DAYS = 100;
    private static final int DATE = 1004;

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String BASE64URL_DIGITS = LETTERS + "-_";
    private static final String BASE64_DIGITS = LETTERS + "+/";

    private static final int UUID_BYTES = 16;
    private static final int DATE_CHARS = 10;

    private static final int UNSIGNED_TYPE = 0;
    private static final int NEGATIVE_TYPE = 1;
    private static final int BYTES_TYPE = 2;
    private static final int TEXT_TYPE = 3;
    private static final int ARRAY_TYPE = 4;
    private static final int TAG_TYPE = 6;

    private TagContent() {}

    /**
     * What is wrong with the content of a tag; null when nothing is. The content has been checked itself, in a profile
     * with shortest heads and definite lengths.
     *
     * @param from offset of the content
     * @param to offset after it
     */
    static @Nullable String fault(byte[] in, long tag, int from, int to, CborLimits limits) {
        // Almost every tag in the field is one of COSE, CWT or a manifest: without a rule here.
        if (tag > DATE || tag < 0) {
            return null;
        }
        return switch ((int) tag) {
            case DATE_TIME -> text(in, from, to, TagContent::dateTime) ? null : "no RFC 3339 date-time";
            case EPOCH -> integer(in, from) || floating(in, from) ? null : "neither an integer nor a float";
            case BIGNUM, NEGATIVE_BIGNUM -> Head.major(in, from) == BYTES_TYPE ? null : "no byte string";
            case DECIMAL_FRACTION, BIGFLOAT -> fraction(in, from) ? null : "no exponent and mantissa";
            case ENCODED -> encoded(in, from, to, limits) ? null : "no encoded item in a byte string";
            case URI -> text(in, from, to, UriText::is) ? null : "no RFC 3986 URI reference";
            case BASE64URL -> text(in, from, to, s -> base64(s, BASE64URL_DIGITS, false)) ? null : "no base64url";
            case BASE64 -> text(in, from, to, s -> base64(s, BASE64_DIGITS, true)) ? null : "no base64";
            case MIME -> Head.major(in, from) == TEXT_TYPE ? null : "no text";
            case UUID -> uuid(in, from) ? null : "no byte string of " + UUID_BYTES + " bytes";
            case DAYS -> integer(in, from) ? null : "no integer";
            case DATE -> text(in, from, to, TagContent::date) ? null : "no RFC 3339 full-date";
            default -> null;
        };
    }

    /** A bignum that a shorter form stands for (RFC 8949 §3.4.3): leading zeros, or a value that an integer holds. */
    static boolean shorterBignum(byte[] in, long tag, int from) {
        if (tag != BIGNUM && tag != NEGATIVE_BIGNUM) {
            return false;
        }
        long length = Head.argument(in, from);
        return length <= Long.BYTES || in[from + Head.size(in, from)] == 0;
    }

    /** A tag that stands for an integer. */
    static boolean isBignum(CborTag tag) {
        long number = Head.argument(tag.in, tag.start);
        return (number == BIGNUM || number == NEGATIVE_BIGNUM) && tag.content() instanceof CborBytes;
    }

    private static boolean integer(byte[] in, int at) {
        int major = Head.major(in, at);
        return major == UNSIGNED_TYPE || major == NEGATIVE_TYPE;
    }

    private static boolean floating(byte[] in, int at) {
        return Floats.is(in, at);
    }

    private static boolean uuid(byte[] in, int at) {
        return Head.major(in, at) == BYTES_TYPE && Head.argument(in, at) == UUID_BYTES;
    }

    /** Exponent and mantissa: the first an integer, the second an integer or a bignum (RFC 8949 §3.4.4). */
    private static boolean fraction(byte[] in, int at) {
        if (Head.major(in, at) != ARRAY_TYPE || Head.argument(in, at) != 2) {
            return false;
        }
        int exponent = at + Head.size(in, at);
        if (!integer(in, exponent)) {
            return false;
        }
        int mantissa = exponent + Head.size(in, exponent);
        boolean bignum = Head.major(in, mantissa) == TAG_TYPE
                && (Head.argument(in, mantissa) == BIGNUM || Head.argument(in, mantissa) == NEGATIVE_BIGNUM);
        return bignum || integer(in, mantissa);
    }

    /** One well-formed item, which need not be valid itself (RFC 8949 §3.4.5.1). */
    private static boolean encoded(byte[] in, int from, int to, CborLimits limits) {
        if (Head.major(in, from) != BYTES_TYPE) {
            return false;
        }
        try {
            int content = from + Head.size(in, from);
            return new CborScanner(in, content, to, CborProfile.WELL_FORMED, limits).item(content) == to;
        } catch (CborException notWellFormed) {
            return false;
        }
    }

    private static boolean text(byte[] in, int from, int to, Predicate<String> rule) {
        if (Head.major(in, from) != TEXT_TYPE) {
            return false;
        }
        int start = from + Head.size(in, from);
        return rule.test(new String(in, start, to - start, StandardCharsets.UTF_8));
    }

    /** Upper-case T and Z, as RFC 8949 §3.4.1 takes them from RFC 4287 §3.3. */
    private static boolean dateTime(String text) {
        int zone = text.endsWith("Z") ? text.length() - 1 : text.length() - "+00:00".length();
        if (zone < "2013-03-21T20:04:00".length() || !date(text.substring(0, DATE_CHARS))) {
            return false;
        }
        String time = text.substring(DATE_CHARS, zone);
        return time.matches("T([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?")
                && text.substring(zone).matches("Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]");
    }

    private static boolean date(String text) {
        if (!text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            return false;
        }
        int month = Integer.parseInt(text.substring(5, 7));
        int day = Integer.parseInt(text.substring(8));
        return month >= 1
                && month <= 12
                && day >= 1
                && day
                        <= LocalDate.of(Integer.parseInt(text.substring(0, 4)), month, 1)
                                .lengthOfMonth();
    }

    /** Only letters of the alphabet, unused bits zero, and padding where the tag's form has it (RFC 8949 §3.4.5.3). */
    private static boolean base64(String text, String digits, boolean padded) {
        int length = padded ? text.length() - padding(text) : text.length();
        if (length % 4 == 1 || (padded && text.length() % 4 != 0)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (digits.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        int unused = length % 4 == 2 ? 0xf : length % 4 == 3 ? 0x3 : 0;
        return unused == 0 || (digits.indexOf(text.charAt(length - 1)) & unused) == 0;
    }

    private static int padding(String text) {
        return text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    }
}
