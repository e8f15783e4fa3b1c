package dev.muster.cli.device;

import dev.muster.agent.linux.LinkFrames;
import dev.muster.agent.network.FlowTable;
import dev.muster.format.network.mud.SaidOnWire;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** What devices say of themselves on the wire, for a gateway's agent to tell. */
final class Introductions {
    private Introductions() {}

    /**
     * Hears from now on, on a thread of its own.
     *
     * @param screen told when nothing can be heard there
     */
    static void hear(String link, Optional<FlowTable> flows, Consumer<String> screen) {
        Thread.ofPlatform().daemon().name("introductions").start(() -> {
            try {
                LinkFrames.introductions(
                        link,
                        InstantSource.system(),
                        frame -> SaidOnWire.of(frame).ifPresent(said -> flows.ifPresent(table -> table.said(said))));
            } catch (IOException no) {
                screen.accept("nothing is heard on " + link + ": " + no.getMessage());
            }
        });
    }
}
