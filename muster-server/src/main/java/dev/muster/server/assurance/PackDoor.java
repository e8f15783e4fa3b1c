package dev.muster.server.assurance;

import dev.muster.server.http.Need;
import dev.muster.server.http.OneAtATime;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.util.List;
import java.util.regex.Pattern;

/** Hands out audit packs, and the keys that somebody has to pin to check them. */
public final class PackDoor {
    private static final String MEDIA_TYPE = "application/cose; cose-type=\"cose-sign1\"";

    /** There are fewer topics. */
    private static final int MAX_WITHOUT = 32;

    private static final Pattern TOPIC = Pattern.compile("[a-z-]{1,32}");

    private final PackMaker maker;
    private final OneAtATime heavy;

    /** @param heavy what reads everything, one at a time */
    public PackDoor(PackMaker maker, OneAtATime heavy) {
        this.heavy = heavy;
        this.maker = maker;
    }

    public void addTo(Routes routes) {
        routes.get("/api/v1/{org}/pack", Need.READ, this::pack).get("/api/v1/{org}/trust", Need.READ, this::trust);
    }

    private Response pack(Request request) {
        return heavy.run(
                request.org(),
                "pack",
                () -> Response.ok(MEDIA_TYPE, maker.make(request.org(), PostureDoor.asOf(request), without(request)))
                        .with("content-disposition", "attachment; filename=\"" + request.parameter("org") + ".pack\""));
    }

    /** Topics whose entries' bodies stay here, separated by commas. */
    private static List<String> without(Request request) {
        String asked = request.query("without").orElse("");
        if (asked.isEmpty()) {
            return List.of();
        }
        List<String> topics = List.of(asked.split(",", -1));
        if (topics.size() > MAX_WITHOUT
                || !topics.stream().allMatch(topic -> TOPIC.matcher(topic).matches())) {
            throw Problem.of(
                            400,
                            "without-invalid",
                            "without names up to " + MAX_WITHOUT + " topics, such as governance,access")
                    .refuse();
        }
        return topics;
    }

    private Response trust(Request request) {
        return Response.text(maker.trust(request.org()).text());
    }
}
