package dev.muster.server.console;

import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The one style sheet and the two scripts, from the class path. */
final class Assets {
    private static final Map<String, String> TYPES = Map.of(
            "console.css", "text/css; charset=utf-8",
            "console.js", "text/javascript; charset=utf-8",
            "passkey.js", "text/javascript; charset=utf-8");

    private Assets() {}

    static Response serve(Request request) {
        String name = request.parameter("name");
        String type = TYPES.get(name);
        if (type == null) {
            throw Problem.notFound().refuse();
        }
        try (InputStream in = Assets.class.getResourceAsStream("/console/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the asset " + name + " is not packaged");
            }
            return Response.ok(type, in.readAllBytes()).with("cache-control", "no-cache");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
