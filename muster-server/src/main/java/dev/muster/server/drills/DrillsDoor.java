package dev.muster.server.drills;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.drills.DoorsTried;
import dev.muster.core.drills.DrillPlan;
import dev.muster.core.drills.DrillsSet;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API for drills by the clock. */
final class DrillsDoor {
    private final DrillClock drills;
    private final Shell shell;
    private final InstantSource clock;

    DrillsDoor(DrillClock drills, Shell shell, InstantSource clock) {
        this.drills = drills;
        this.shell = shell;
        this.clock = clock;
    }

    /** On the listener for people. */
    Routes addTo(Routes routes) {
        return routes.get("/api/v1/{org}/drills", Need.READ, request -> Response.json(shown(request.org())))
                .put("/api/v1/{org}/drills", Need.WRITE, this::set)
                .post("/api/v1/{org}/drills/run", Need.WRITE, this::run);
    }

    /** Which devices, and how often. */
    public record SetBody(
            @Nullable Long everyHours, @Nullable List<String> devices) {}

    /** One trial at the doors. */
    record Trial(String name, String came, String detail) {}

    /** One drill of a device; what it did with the envelope is a fact of the device. */
    record Drill(String device, String kind, @Nullable String lastBegun) {}

    record Shown(
            long everyHours,
            List<String> devices,
            @Nullable String doorsTriedAt,
            List<Trial> doors,
            List<Drill> drills) {}

    Shown shown(OrgId org) {
        DrillsSet set = drills.set(org);
        List<Drill> canaries = new ArrayList<>();
        for (String device : set.devices()) {
            for (DrillPlan.Kind kind : DrillPlan.Kind.values()) {
                canaries.add(new Drill(
                        device,
                        kind.word(),
                        drills.lastBegun(org, new DeviceId(device), kind)
                                .map(Instant::toString)
                                .orElse(null)));
            }
        }
        List<Trial> doors = drills.tried(org).map(DoorsTried::trials).orElse(List.of()).stream()
                .map(trial -> new Trial(trial.name(), trial.came(), trial.detail()))
                .toList();
        return new Shown(
                set.everyHours(),
                set.devices(),
                drills.triedAt(org).map(Instant::toString).orElse(null),
                doors,
                canaries);
    }

    private Response set(Request request) {
        OrgId org = request.org();
        SetBody body = request.json(SetBody.class);
        DrillsSet before = drills.set(org);
        DrillPlan.Answer answer = shell.<OrgId, DrillPlan.Answer>run(
                org,
                _ -> org,
                _ -> DrillPlan.set(
                        org,
                        body.everyHours() == null ? before.everyHours() : body.everyHours(),
                        body.devices() == null ? before.devices() : body.devices(),
                        request.caller().name(),
                        clock.instant()));
        if (answer instanceof DrillPlan.Answer.Refused refused) {
            throw Problem.refused(refused, "This cannot be a plan of drills.").refuse();
        }
        return Response.json(shown(org));
    }

    /** Everything now: the doors, and every canary once. */
    private Response run(Request request) {
        drills.tryDoors(request.org());
        drills.drillDevices(request.org(), true);
        return Response.json(shown(request.org()));
    }
}
