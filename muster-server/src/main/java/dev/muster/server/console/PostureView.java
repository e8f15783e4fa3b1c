package dev.muster.server.console;

import dev.muster.core.ledger.OrgId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the device page asks of assurance; the wiring answers. */
@FunctionalInterface
public interface PostureView {
    /**
     * One requirement of one device.
     *
     * @param id {@code SOURCE/id}
     * @param text paraphrase
     * @param verdict {@code supported}, {@code partly}, {@code not applicable}, {@code waived}, {@code unknown}, {@code stale} or {@code
     *     not supported}
     * @param grade the weakest grade it rests on; empty when it rests on nothing
     * @param reason one sentence
     */
    record Line(String id, String text, String verdict, String grade, String reason) {}

    /** In the catalogue's order; empty when the device is not known. */
    List<Line> of(OrgId org, String device, Optional<Instant> asOf);
}
