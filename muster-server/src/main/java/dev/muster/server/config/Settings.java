package dev.muster.server.config;

import dev.muster.format.Strokes;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Keys and values from flags, environment and file, the earlier winning. Remembers which keys were asked for, so that a
 * key nobody knows can stop the start instead of being ignored.
 */
public final class Settings {
    /** Read by the launcher and the command, not by the server. */
    private static final TreeSet<String> LAUNCHER = new TreeSet<>(java.util.List.of(
            "MUSTER_HOME",
            "MUSTER_JAVA_HOME",
            "MUSTER_JVM",
            "MUSTER_NO_AOT",
            "MUSTER_DATA",
            "MUSTER_MUST",
            "MUSTER_SERVER",
            "MUSTER_TOKEN",
            "MUSTER_CA",
            "MUSTER_DEBUG"));

    private static final String ENVIRONMENT_PREFIX = "MUSTER_";

    private record Given(String value, String source) {}

    private final Map<String, String> flags;
    private final Map<String, String> environment;
    private final Map<String, String> file;
    private final String fileName;
    private final TreeSet<String> known = new TreeSet<>();

    Settings(Map<String, String> flags, Map<String, String> environment, Map<String, String> file, String fileName) {
        this.flags = flags;
        this.environment = environment;
        this.file = file;
        this.fileName = fileName;
    }

    String text(String key, String fallback) {
        return find(key).map(Given::value).orElse(fallback);
    }

    /** @throws StartFailure when it is neither yes nor no */
    boolean yes(String key, String fallback) {
        return switch (text(key, fallback)) {
            case "yes" -> true;
            case "no" -> false;
            case String other -> throw new StartFailure(key + " is yes or no, not \"" + other + "\".");
        };
    }

    /** @throws StartFailure when it is not a whole number between the bounds */
    int number(String key, int fallback, int min, int max) {
        Optional<Given> given = find(key);
        if (given.isEmpty()) {
            return fallback;
        }
        try {
            int value = Integer.parseInt(given.get().value());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new StartFailure(key + " must be a number from " + min + " to " + max + ", not \""
                + given.get().value() + "\" (" + given.get().source() + ").");
    }

    private Optional<Given> find(String key) {
        known.add(key);
        String variable = variable(key);
        if (flags.containsKey(key)) {
            return Optional.of(new Given(flags.get(key), "flag"));
        }
        if (environment.containsKey(variable)) {
            return Optional.of(new Given(environment.get(variable), "environment " + variable));
        }
        return file.containsKey(key) ? Optional.of(new Given(file.get(key), fileName)) : Optional.empty();
    }

    private static String variable(String key) {
        return ENVIRONMENT_PREFIX
                + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** After every area has read its keys. @throws StartFailure naming the unknown key and the nearest known one */
    void refuseUnknown() {
        for (String key : flags.keySet()) {
            refuseUnless(known.contains(key), key, key, "flag");
        }
        for (String key : file.keySet()) {
            refuseUnless(known.contains(key), key, key, fileName);
        }
        Map<String, String> variables = new TreeMap<>();
        known.forEach(key -> variables.put(variable(key), key));
        for (String variable : environment.keySet()) {
            if (variable.startsWith(ENVIRONMENT_PREFIX) && !LAUNCHER.contains(variable)) {
                String asKey = variable.substring(ENVIRONMENT_PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                refuseUnless(variables.containsKey(variable), asKey, variable, "environment");
            }
        }
    }

    private void refuseUnless(boolean isKnown, String key, String shown, String source) {
        if (!isKnown) {
            String nearest = known.stream()
                    .min(java.util.Comparator.comparingInt(candidate -> Strokes.between(key, candidate)))
                    .orElse("nothing");
            String suggestion = source.equals("environment") ? variable(nearest) : nearest;
            throw new StartFailure("Unknown setting " + shown + " (" + source + "); did you mean " + suggestion + "?");
        }
    }
}
