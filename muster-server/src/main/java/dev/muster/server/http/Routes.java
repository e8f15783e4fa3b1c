package dev.muster.server.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Method and path template to handler. A template is segments of literal text, {@code {name}} (one segment) or, last,
 * {@code {name*}} (the rest, at least one segment). Where several match, the literal segment wins, left to right.
 * Filled while the server is being built, read-only afterwards.
 */
public final class Routes {
    /** A path deeper than anything we serve is refused before matching. */
    private static final int MAX_SEGMENTS = 32;

    record Route(String method, String template, List<String> segments, Need need, Accepts accepts, Handler handler) {}

    /** A route with the values of its path parameters. */
    record Match(Route route, Map<String, String> parameters) {}

    private final List<Route> routes = new ArrayList<>();
    private final List<ProblemForm> forms = new ArrayList<>();
    private final List<String> forgiven = new ArrayList<>();

    public Routes get(String template, Need need, Handler handler) {
        return on("GET", template, need, handler);
    }

    public Routes post(String template, Need need, Handler handler) {
        return on("POST", template, need, handler);
    }

    /** @param accepts how the body is taken, where it is not {@link Accepts#MESSAGE} */
    public Routes post(String template, Need need, Accepts accepts, Handler handler) {
        return on("POST", template, need, accepts, handler);
    }

    public Routes put(String template, Need need, Handler handler) {
        return on("PUT", template, need, handler);
    }

    public Routes delete(String template, Need need, Handler handler) {
        return on("DELETE", template, need, handler);
    }

    /** @throws IllegalArgumentException when the same method and template exist already */
    public Routes on(String method, String template, Need need, Handler handler) {
        return on(method, template, need, Accepts.MESSAGE, handler);
    }

    /** @throws IllegalArgumentException when the same method and template exist already */
    public Routes on(String method, String template, Need need, Accepts accepts, Handler handler) {
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("a template starts with a slash: " + template);
        }
        List<String> segments = List.of(template.substring(1).split("/", -1));
        if (routes.stream()
                .anyMatch(r -> r.method().equals(method) && r.template().equals(template))) {
            throw new IllegalArgumentException("two routes for " + method + " " + template);
        }
        routes.add(new Route(method, template, segments, need, accepts, handler));
        return this;
    }

    /** How problems look to those who do not read RFC 9457; the first form that has an answer counts. */
    public Routes showing(ProblemForm form) {
        forms.add(form);
        return this;
    }

    /**
     * Paths that have this in them are read without their empty segments: a client that appends its path to an address with a
     * slash at the end sends two, and some send one at the end.
     */
    public Routes forgiving(String within) {
        forgiven.add(within);
        return this;
    }

    /** Whether some path may have empty segments. */
    boolean forgives() {
        return !forgiven.isEmpty();
    }

    List<ProblemForm> forms() {
        return forms;
    }

    /** A route as others may see it. */
    public record Listed(String method, String template, Need need) {}

    /** Every route, in the order in which they were made. */
    public List<Listed> listed() {
        return routes.stream()
                .map(route -> new Listed(route.method(), route.template(), route.need()))
                .toList();
    }

    /** @param path as received, still percent-encoded */
    Optional<Match> match(String method, String path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        List<String> segments = decode(path);
        Match best = null;
        for (Route route : routes) {
            if (route.method().equals(wanted)) {
                Map<String, String> parameters = fit(route.segments(), segments);
                if (parameters != null && (best == null || moreLiteral(route, best.route()))) {
                    best = new Match(route, parameters);
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** The methods that do exist at this path: empty means 404, else 405 with Allow. */
    Set<String> methodsAt(String path) {
        List<String> segments = decode(path);
        Set<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (fit(route.segments(), segments) != null) {
                methods.add(route.method());
            }
        }
        return methods;
    }

    private List<String> decode(String path) {
        String[] raw = path.substring(Math.min(1, path.length())).split("/", -1);
        if (raw.length > MAX_SEGMENTS) {
            throw Problem.notFound().refuse();
        }
        boolean forgives = forgiven.stream().anyMatch(path::contains);
        List<String> segments = new ArrayList<>(raw.length);
        for (String segment : raw) {
            if (forgives && segment.isEmpty()) {
                continue;
            }
            try {
                // URLDecoder is for forms; protect the plus, which is itself in a path.
                segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw Problem.of(400, "malformed-path", "The path is not percent-encoded correctly.")
                        .refuse();
            }
        }
        return segments;
    }

    private static @org.jspecify.annotations.Nullable Map<String, String> fit(
            List<String> template, List<String> segments) {
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String part = template.get(i);
            if (part.endsWith("*}")) {
                if (segments.size() <= i) {
                    return null;
                }
                List<String> rest = segments.subList(i, segments.size());
                boolean whole = part.endsWith("**}");
                if (!whole && rest.stream().anyMatch(Routes::slashed)) {
                    return null;
                }
                parameters.put(part.substring(1, part.length() - (whole ? 3 : 2)), String.join("/", rest));
                return parameters;
            }
            if (i >= segments.size()) {
                return null;
            }
            if (part.startsWith("{")) {
                if (segments.get(i).isEmpty() || slashed(segments.get(i))) {
                    return null;
                }
                parameters.put(part.substring(1, part.length() - 1), segments.get(i));
            } else if (!part.equals(segments.get(i))) {
                return null;
            }
        }
        return template.size() == segments.size() ? parameters : null;
    }

    /** An encoded slash: a name has none, and in a path it would be read in two ways. Only {@code **} takes it. */
    private static boolean slashed(String segment) {
        return segment.indexOf('/') >= 0;
    }

    private static boolean moreLiteral(Route candidate, Route best) {
        int n = Math.min(candidate.segments().size(), best.segments().size());
        for (int i = 0; i < n; i++) {
            boolean a = candidate.segments().get(i).startsWith("{");
            boolean b = best.segments().get(i).startsWith("{");
            if (a != b) {
                return b;
            }
        }
        return best.template().endsWith("*}") && !candidate.template().endsWith("*}");
    }
}
