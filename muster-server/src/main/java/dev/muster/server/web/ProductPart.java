package dev.muster.server.web;

import java.time.Instant;
import java.util.Optional;

/** A topic's part of a product's page. */
@FunctionalInterface
public interface ProductPart {
    /**
     * What a part may look at.
     *
     * @param frame of the page, with the time that is shown
     * @param product id of the product
     * @param maker who makes it
     * @param model as evidence and reference values name it
     * @param now the second that is shown
     */
    record Seen(Frame frame, String product, String maker, String model, Instant now) {}

    /** Empty when the topic has nothing to say about products. */
    Optional<Html.Node> show(Seen seen);
}
