package dev.muster.core.ledger;

import java.util.regex.Pattern;

/**
 * Who made an entry happen, as the server authenticated them: not who it speaks for, which is the issuer. An operator who
 * registers a maker's statement is the actor, the maker is the issuer.
 *
 * @param kind how they were known
 * @param name of the operator or the device; empty for the others
 */
public record Actor(Kind kind, String name) {
    /** How an actor was known. */
    public enum Kind {
        /** Someone signed in, or a program with a token of theirs. */
        OPERATOR,
        /** A device, by its certificate. */
        DEVICE,
        /** This server, by itself. */
        SERVER,
        /** Nobody knows: a call without a credential that counts. */
        NOBODY
    }

    public static final Actor SERVER = new Actor(Kind.SERVER, "");
    public static final Actor NOBODY = new Actor(Kind.NOBODY, "");

    private static final String OPERATOR = "operator/";
    private static final String DEVICE = "device/";
    private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,128}");

    /** @throws IllegalArgumentException when an operator or a device has no name, or another has one */
    public Actor {
        boolean named = kind == Kind.OPERATOR || kind == Kind.DEVICE;
        if (named ? !NAME.matcher(name).matches() : !name.isEmpty()) {
            throw new IllegalArgumentException("not the name of an actor: " + name);
        }
    }

    public static Actor operator(String name) {
        return new Actor(Kind.OPERATOR, name);
    }

    public static Actor device(String id) {
        return new Actor(Kind.DEVICE, id);
    }

    /** {@code operator/anna}, {@code device/cam-07}, {@code server} or {@code nobody}: this is on disk. */
    public String text() {
        return switch (kind) {
            case OPERATOR -> OPERATOR + name;
            case DEVICE -> DEVICE + name;
            case SERVER -> "server";
            case NOBODY -> "nobody";
        };
    }

    /** @throws IllegalArgumentException when it is not such a text */
    public static Actor parse(String text) {
        if (text.startsWith(OPERATOR)) {
            return operator(text.substring(OPERATOR.length()));
        }
        if (text.startsWith(DEVICE)) {
            return device(text.substring(DEVICE.length()));
        }
        return switch (text) {
            case "server" -> SERVER;
            case "nobody" -> NOBODY;
            default -> throw new IllegalArgumentException("not an actor: " + text);
        };
    }

    @Override
    public String toString() {
        return text();
    }
}
