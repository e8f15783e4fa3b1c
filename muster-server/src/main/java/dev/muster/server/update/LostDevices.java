package dev.muster.server.update;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.update.TargetState;
import dev.muster.core.update.WaveCount;
import dev.muster.server.web.Address;
import dev.muster.server.web.Html;
import java.util.List;
import java.util.stream.Stream;

/** The devices of a rollout that did not take it, and the one thing to do next about each kind. */
final class LostDevices {
    private LostDevices() {}

    /** @param here the rollout's own page */
    static Html.Node panel(Address here, WaveCount count) {
        List<Html.Node> which = Stream.of(TargetState.FAILED, TargetState.FELL_BACK, TargetState.OVERDUE)
                .filter(state -> RolloutPage.of(count, state.name()) > 0)
                .map(state -> el(
                        "li",
                        el(
                                "a",
                                attr("href", here.with("state", state.word()).toString()),
                                text(RolloutPage.of(count, state.name()) + " " + state.word())),
                        el("br"),
                        el("span", attr("class", "next"), text(next(state)))))
                .toList();
        return which.isEmpty()
                ? Html.Node.NOTHING
                : el("section", attr("class", "panel bad"), el("h2", "Not on every device"), el("ul", Html.all(which)));
    }

    private static String next(TargetState state) {
        return switch (state) {
            case FAILED -> "Read why each refused it, mend that, then offer it again to those that lost it.";
            case FELL_BACK ->
                "See what its page says about its evidence since, then offer it again to those that lost it.";
            default ->
                "See when each was last heard of; who comes back in time takes it by itself while the rollout runs.";
        };
    }
}
