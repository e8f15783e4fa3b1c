package dev.muster.server.web;

import dev.muster.core.ledger.Event;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What topics bring to the console, each when it opens; the console itself knows no topic. */
public final class Contributions {
    /** The places of the navigation, in the order of what people ask first; each has one page or a few. */
    public enum Area {
        DEVICES("Devices"),
        PRODUCTS("Products"),
        UPDATES("Updates"),
        NETWORK("Network"),
        COMPLIANCE("Compliance"),
        GOVERNANCE("Governance"),
        NOTICES("Notices"),
        TRUST("Trust and log"),
        /** Whatever belongs to none of the others: each page stands for itself. */
        OWN("");

        private final String title;

        Area(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /**
     * A page in the navigation.
     *
     * @param area where it belongs; the page that is called like its area is the first one there
     * @param name what it is called
     * @param path below the organisation, such as {@code rollouts}; empty for its first page
     */
    public record Place(Area area, String name, String path) {
        public Place(String name, String path) {
            this(Area.OWN, name, path);
        }

        boolean leads() {
            return area == Area.OWN || name.equals(area.title());
        }
    }

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::area).thenComparing(place -> place.area() != Area.OWN && !place.leads());

    private final List<Place> places = new CopyOnWriteArrayList<>();
    private final List<Panel> panels = new CopyOnWriteArrayList<>();
    private final List<ProductPart> products = new CopyOnWriteArrayList<>();
    private final List<Sentence> sentences = new CopyOnWriteArrayList<>();

    /** The places of the navigation begin with the devices. */
    public Contributions() {
        places.add(new Place(Area.DEVICES, Area.DEVICES.title(), ""));
    }

    /** Adds a page to the navigation. */
    public Contributions place(String name, String path) {
        return place(Area.OWN, name, path);
    }

    /** Adds a page to one of the places of the navigation. */
    public Contributions place(Area area, String name, String path) {
        places.add(new Place(area, name, path));
        return this;
    }

    /** Adds a part to every device's page. */
    public Contributions panel(Panel panel) {
        panels.add(panel);
        return this;
    }

    /** Adds a part to every product's page. */
    public Contributions product(ProductPart part) {
        products.add(part);
        return this;
    }

    /** What the topics have to say about a product. */
    public List<Html.Node> products(ProductPart.Seen seen) {
        return products.stream().flatMap(part -> part.show(seen).stream()).toList();
    }

    /** Adds how a topic tells its events. */
    public Contributions sentence(Sentence sentence) {
        sentences.add(sentence);
        return this;
    }

    public List<Place> places() {
        return places.stream().sorted(ORDER).toList();
    }

    /** What the panels of one place have to say, in the order in which their topics opened. */
    public List<Html.Node> panels(Panel.Place place, Panel.Seen seen) {
        return panels.stream()
                .filter(panel -> panel.place() == place)
                .flatMap(panel -> panel.show(seen).stream())
                .toList();
    }

    /** The sentence about an event. */
    public String sentence(Told told) {
        Optional<Event> event = told.event();
        return event.flatMap(said -> sentences.stream()
                        .flatMap(sentence -> sentence.of(said).stream())
                        .findFirst())
                .orElseGet(() -> Wording.of(told.entry().type(), event));
    }
}
