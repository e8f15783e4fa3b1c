package dev.muster.server.http;

import dev.muster.core.ledger.OrgId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Work that reads a whole organisation: one of each at a time, or a few who ask would keep everybody from finishing. */
public final class OneAtATime {
    private final Map<OrgId, String> running = new ConcurrentHashMap<>();

    /**
     * @param what name of the work, for whoever has to wait
     * @throws Refused 429 while another one runs for the organisation
     */
    public Response run(OrgId org, String what, Supplier<Response> work) {
        String other = running.putIfAbsent(org, what);
        if (other != null) {
            throw Problem.of(
                            429,
                            "job-running",
                            "A " + other + " of this organisation is running; ask again when it has ended.")
                    .refuse("retry-after", "5");
        }
        try {
            return work.get();
        } finally {
            running.remove(org);
        }
    }
}
