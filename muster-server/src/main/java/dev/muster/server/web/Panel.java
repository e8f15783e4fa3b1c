package dev.muster.server.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A topic's part of a device's page, made of what the device's newest entries say. */
public interface Panel {
    /** The question of the page that a panel answers. */
    enum Place {
        /** What is wrong, by the name of the thing that is: above everything else. */
        WRONG,
        /** What is going on and not finished. */
        UNDER_WAY,
        /** How it went until now: between what is under way and what happened. */
        OVER_TIME
    }

    /**
     * What a panel may look at.
     *
     * @param org slug of the organisation
     * @param device the device's id
     * @param newest its entries, the newest first, at most as many as a page shows
     * @param now the second that is shown
     */
    record Seen(String org, String device, List<Told> newest, Instant now) {}

    Place place();

    /** Empty when there is nothing to say. */
    Optional<Html.Node> show(Seen seen);
}
