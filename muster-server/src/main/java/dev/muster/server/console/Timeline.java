package dev.muster.server.console;

import dev.muster.server.web.Told;
import java.util.List;
import java.util.OptionalLong;

/**
 * A page of what happened to a device.
 *
 * @param lines the newest first
 * @param before entries from this index on are on earlier pages; empty on the first
 * @param older whether there are entries before the last of these
 */
record Timeline(List<Told> lines, OptionalLong before, boolean older) {
    /** Entries on a page: more is scrolled past, not read. */
    static final int LINES = 20;

    /** @param found one more than a page where there are that many */
    static Timeline of(List<Told> found, OptionalLong before) {
        return new Timeline(found.subList(0, Math.min(LINES, found.size())), before, found.size() > LINES);
    }
}
