package dev.muster.format.pkix;

import dev.muster.format.der.DerReader;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a name lies within the tree that a constraint names (RFC 5280 §4.2.1.10), form by form. */
final class NameTree {
    private NameTree() {}

    /** Constraints judge names of their own form; each kind of otherName is a form of its own. */
    static boolean sameForm(GeneralName tree, GeneralName name) {
        return tree.form() == name.form()
                && (name.form() != GeneralName.OTHER || Arrays.equals(kind(tree), kind(name)));
    }

    private static byte[] kind(GeneralName other) {
        return DerReader.of(other.content()).content(DerReader.OID);
    }

    /** False for forms that are not processed here, and for a URI without a host name, which must then be refused. */
    static boolean comparable(GeneralName name) {
        return switch (name.form()) {
            case GeneralName.EMAIL -> name.text().indexOf('@') >= 0;
            case GeneralName.DNS, GeneralName.DIRECTORY, GeneralName.IP -> true;
            case GeneralName.URI -> host(name).isPresent();
            default -> false;
        };
    }

    static boolean holds(GeneralName tree, GeneralName name) {
        return switch (name.form()) {
            case GeneralName.EMAIL -> mailbox(tree.text(), name.text());
            case GeneralName.DNS -> labels(tree.text(), name.text());
            case GeneralName.DIRECTORY -> directory(tree.parts(), name.parts());
            case GeneralName.URI -> hosts(tree.text(), host(name).orElseThrow());
            case GeneralName.IP -> address(tree.content(), name.content());
            default -> false;
        };
    }

    /** Zero or more labels added to the left of the tree; with a leading dot, which some write, one or more. */
    private static boolean labels(String tree, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String base = tree.toLowerCase(Locale.ROOT);
        return base.isEmpty() || lower.equals(base) || lower.endsWith(base.startsWith(".") ? base : "." + base);
    }

    /** A host, or with a leading dot whatever lies below it. */
    private static boolean hosts(String tree, String host) {
        String base = tree.toLowerCase(Locale.ROOT);
        String lower = host.toLowerCase(Locale.ROOT);
        return base.startsWith(".") ? lower.length() > base.length() && lower.endsWith(base) : lower.equals(base);
    }

    /** One mailbox, all mailboxes of a host, or with a leading dot those of all hosts below. */
    private static boolean mailbox(String tree, String name) {
        int at = name.lastIndexOf('@');
        int own = tree.lastIndexOf('@');
        return own < 0
                ? hosts(tree, name.substring(at + 1))
                : tree.substring(0, own).equals(name.substring(0, at))
                        && tree.substring(own).equalsIgnoreCase(name.substring(at));
    }

    private static boolean directory(List<byte[]> tree, List<byte[]> name) {
        if (tree.size() > name.size()) {
            return false;
        }
        for (int i = 0; i < tree.size(); i++) {
            if (!GeneralName.comparable(tree.get(i)).equals(GeneralName.comparable(name.get(i)))) {
                return false;
            }
        }
        return true;
    }

    /** Address and mask, of IPv4 or IPv6 as the name is. */
    private static boolean address(byte[] tree, byte[] name) {
        if (tree.length != 2 * name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (((tree[i] ^ name[i]) & tree[name.length + i]) != 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> host(GeneralName uri) {
        try {
            String host = URI.create(uri.text()).getHost();
            boolean name = host != null
                    && !host.startsWith("[")
                    && !host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
            return name ? Optional.of(host) : Optional.empty();
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }
}
