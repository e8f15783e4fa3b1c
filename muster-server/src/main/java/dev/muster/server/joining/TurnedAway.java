package dev.muster.server.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;
import dev.muster.server.http.Request;
import java.time.InstantSource;
import java.util.Optional;

/** Says no to who asks for a certificate. Each is counted; the device's own mistakes too, because a field engineer looks for them. */
record TurnedAway(Refusals refusals, RecentRefusals recent, InstantSource clock) {

    /** @param proved the device that it is, when that is certain */
    Refused refused(Request request, OrgId org, Problem problem, String claimed, Optional<DeviceId> proved) {
        note(request, org, problem, claimed, proved);
        return EstAnswers.refused(request, problem, org.value());
    }

    /** For what is answered elsewhere. */
    void note(Request request, OrgId org, Problem problem, String claimed, Optional<DeviceId> proved) {
        String source = request.remoteAddress();
        recent.add(new RecentRefusals.Refusal(
                org,
                request.correlationId(),
                problem.status(),
                problem.code(),
                problem.detail(),
                claimed,
                source,
                clock.instant()));
        refusals.note(org, problem.code(), problem.detail(), claimed, source, proved);
    }
}
