package dev.muster.format.cbor;

/** Whether a text is a URI reference (RFC 3986 §4.1): its characters, its parts and their order. */
final class UriText {
    private static final String SUB_DELIMS = "!$&'()*+,;=";

    private UriText() {}

    static boolean is(String text) {
        int hash = text.indexOf('#');
        String beforeFragment = hash < 0 ? text : text.substring(0, hash);
        if (hash >= 0 && !made(text.substring(hash + 1), ":@/?")) {
            return false;
        }
        int question = beforeFragment.indexOf('?');
        String hierarchy = question < 0 ? beforeFragment : beforeFragment.substring(0, question);
        if (question >= 0 && !made(beforeFragment.substring(question + 1), ":@/?")) {
            return false;
        }
        int colon = hierarchy.indexOf(':');
        int slash = hierarchy.indexOf('/');
        boolean scheme = colon >= 0 && (slash < 0 || colon < slash);
        if (scheme && !hierarchy.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*")) {
            return false;
        }
        return authorityAndPath(scheme ? hierarchy.substring(colon + 1) : hierarchy);
    }

    private static boolean authorityAndPath(String text) {
        if (!text.startsWith("//")) {
            return made(text, ":@/");
        }
        int slash = text.indexOf('/', 2);
        String authority = slash < 0 ? text.substring(2) : text.substring(2, slash);
        return authority(authority) && (slash < 0 || made(text.substring(slash), ":@/"));
    }

    private static boolean authority(String text) {
        int at = text.lastIndexOf('@');
        if (at >= 0 && !made(text.substring(0, at), ":")) {
            return false;
        }
        String host = text.substring(at + 1);
        if (!host.startsWith("[")) {
            int colon = host.indexOf(':');
            return made(colon < 0 ? host : host.substring(0, colon), "")
                    && (colon < 0 || host.substring(colon + 1).matches("[0-9]*"));
        }
        int close = host.indexOf(']');
        return close > 1
                && made(host.substring(1, close), ":")
                && host.substring(close + 1).matches("(:[0-9]*)?");
    }

    /** Unreserved characters, sub-delimiters, whole percent encodings, and {@code more}. */
    private static boolean made(String text, String more) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean unreserved = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0;
            if (c == '%' && i + 2 < text.length() && hex(text.charAt(i + 1)) && hex(text.charAt(i + 2))) {
                i += 2;
            } else if (!unreserved && SUB_DELIMS.indexOf(c) < 0 && more.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean hex(char c) {
        return Character.digit(c, 16) >= 0 && c < 0x80;
    }
}
