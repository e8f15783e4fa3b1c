package dev.muster.server.web;

import dev.muster.core.ledger.Event;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What topics bring to the console, each when it opens; the console itself knows no topic. */
public final class Contributions {
    /**
     * A page in the navigation.
     *
     * @param name what it is called
     * @param path below the organisation, such as {@code rollouts}; empty for its first page
     */
    public record Place(String name, String path) {}

    private final List<Place> places = new CopyOnWriteArrayList<>();
    private final List<Panel> panels = new CopyOnWriteArrayList<>();
    private final List<Sentence> sentences = new CopyOnWriteArrayList<>();

    /** The places of the navigation begin with the devices. */
    public Contributions() {
        places.add(new Place("Devices", ""));
    }

    /** Adds a page to the navigation. */
    public Contributions place(String name, String path) {
        places.add(new Place(name, path));
        return this;
    }

    /** Adds a part to every device's page. */
    public Contributions panel(Panel panel) {
        panels.add(panel);
        return this;
    }

    /** Adds how a topic tells its events. */
    public Contributions sentence(Sentence sentence) {
        sentences.add(sentence);
        return this;
    }

    public List<Place> places() {
        return List.copyOf(places);
    }

    /** What the panels of one place have to say, in the order in which their topics opened. */
    public List<Html.Node> panels(Panel.Place place, Panel.Seen seen) {
        return panels.stream()
                .filter(panel -> panel.place() == place)
                .flatMap(panel -> panel.show(seen).stream())
                .toList();
    }

    /** The sentence about an event, or its type where no topic has one. */
    public String sentence(Told told) {
        Optional<Event> event = told.event();
        return event.flatMap(said -> sentences.stream()
                        .flatMap(sentence -> sentence.of(said).stream())
                        .findFirst())
                .orElse(told.entry().type());
    }
}
