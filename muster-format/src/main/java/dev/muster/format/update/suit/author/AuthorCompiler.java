package dev.muster.format.update.suit.author;

import dev.muster.format.update.suit.CodePoints;
import dev.muster.format.update.suit.Command;
import dev.muster.format.update.suit.Command.Act;
import dev.muster.format.update.suit.Command.Action;
import dev.muster.format.update.suit.Command.Check;
import dev.muster.format.update.suit.Command.ComponentIndex;
import dev.muster.format.update.suit.Command.Condition;
import dev.muster.format.update.suit.Command.OverrideParameters;
import dev.muster.format.update.suit.Command.SetComponentIndex;
import dev.muster.format.update.suit.Command.TryEach;
import dev.muster.format.update.suit.CommandSequence;
import dev.muster.format.update.suit.ComponentId;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.Parameter;
import dev.muster.format.update.suit.Severable;
import dev.muster.format.update.suit.SuitWriter;
import dev.muster.format.update.suit.TextMap;
import dev.muster.format.update.suit.author.AuthorManifest.Elsewhere;
import dev.muster.format.update.suit.author.AuthorManifest.Image;
import dev.muster.format.update.suit.author.AuthorManifest.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Makes a manifest of what is wanted, by the draft's templates (§7), command for command as its examples. */
public final class AuthorCompiler {
    private static final int ALWAYS = 15;
    private static final int ON_FAILURE = 2;

    /** As the examples ask about slots: success, and system information about it. */
    private static final int SLOT = 5;

    private final AuthorManifest wanted;
    private final Map<ComponentId, List<Part>> parts = new LinkedHashMap<>();
    private final List<ComponentId> components = new ArrayList<>();

    private AuthorCompiler(AuthorManifest wanted) {
        this.wanted = wanted;
        for (Part part : wanted.components()) {
            parts.computeIfAbsent(part.install(), id -> new ArrayList<>()).add(part);
            add(part.install());
            part.download().ifPresent(download -> add(download.id()));
            part.load().ifPresent(load -> add(load.id()));
        }
    }

    private void add(ComponentId id) {
        if (!components.contains(id)) {
            components.add(id);
        }
    }

    /** The manifest; members that the author wants severed are still in it. */
    public static Manifest compile(AuthorManifest wanted) {
        return new AuthorCompiler(wanted).manifest();
    }

    private Manifest manifest() {
        SortedMap<Integer, CommandSequence> sections = new TreeMap<>();
        put(sections, CodePoints.VALIDATE, this::validate);
        put(sections, CodePoints.LOAD, this::load);
        put(sections, CodePoints.INVOKE, this::invoke);
        put(sections, CodePoints.PAYLOAD_FETCH, this::payloadFetch);
        put(sections, CodePoints.INSTALL, this::install);
        SortedMap<Integer, Severable> severable = new TreeMap<>();
        for (int key : new int[] {CodePoints.PAYLOAD_FETCH, CodePoints.INSTALL}) {
            if (sections.containsKey(key)) {
                severable.put(key, new Severable.Present(SuitWriter.sequence(sections.get(key))));
            }
        }
        text().ifPresent(text -> severable.put(CodePoints.TEXT, new Severable.Present(text.encode())));
        return new Manifest(
                wanted.sequenceNumber(),
                wanted.referenceUri(),
                components,
                Optional.of(each(this::shared)),
                sections,
                severable,
                new TreeSet<>());
    }

    private void put(
            SortedMap<Integer, CommandSequence> sections, int key, Function<List<Part>, List<Command>> section) {
        CommandSequence sequence = each(section);
        if (!sequence.steps().isEmpty()) {
            sections.put(key, sequence);
        }
    }

    private CommandSequence each(Function<List<Part>, List<Command>> section) {
        List<Command> all = new ArrayList<>();
        parts.values().forEach(slots -> all.addAll(section.apply(slots)));
        return CommandSequence.of(all.toArray(Command[]::new));
    }

    /** The commands about one component, with its index before them where there is more than one. */
    private List<Command> about(ComponentId id, List<Command> commands) {
        List<Command> all = new ArrayList<>();
        if (components.size() > 1 && !commands.isEmpty()) {
            all.add(new SetComponentIndex(new ComponentIndex.One(components.indexOf(id))));
        }
        all.addAll(commands);
        return all;
    }

    private List<Command> shared(List<Part> slots) {
        Part first = slots.getFirst();
        List<Parameter> parameters = new ArrayList<>();
        List<Command> checks = new ArrayList<>();
        first.vendorId().ifPresent(uuid -> {
            parameters.add(new Parameter.VendorId(uuid));
            checks.add(new Check(Condition.VENDOR_ID, ALWAYS));
        });
        first.classId().ifPresent(uuid -> {
            parameters.add(new Parameter.ClassId(uuid));
            checks.add(new Check(Condition.CLASS_ID, ALWAYS));
        });
        List<Command> commands = new ArrayList<>();
        if (slots.size() == 1) {
            first.image().ifPresent(image -> parameters.addAll(image(image)));
        }
        if (!parameters.isEmpty()) {
            commands.add(new OverrideParameters(parameters));
        }
        if (slots.size() > 1) {
            commands.add(bySlot(
                    slots, part -> part.image().map(AuthorCompiler::image).orElse(List.of())));
        }
        commands.addAll(checks);
        return about(first.install(), commands);
    }

    private static List<Parameter> image(Image image) {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(new Parameter.ImageDigest(image.digest()));
        image.bytes().ifPresent(bytes -> parameters.add(new Parameter.ImageSize(bytes)));
        return parameters;
    }

    private static Command bySlot(List<Part> slots, Function<Part, List<Parameter>> parameters) {
        return new TryEach(
                slots.stream()
                        .map(part -> CommandSequence.of(
                                new OverrideParameters(List.of(
                                        new Parameter.ComponentSlot(part.slot().orElse(0)))),
                                new Check(Condition.COMPONENT_SLOT, SLOT),
                                new OverrideParameters(parameters.apply(part))))
                        .toList(),
                false);
    }

    private List<Command> validate(List<Part> slots) {
        Part first = slots.getFirst();
        return first.image().isEmpty()
                ? List.of()
                : about(first.install(), List.of(new Check(Condition.IMAGE_MATCH, ALWAYS)));
    }

    private List<Command> load(List<Part> slots) {
        Part first = slots.getFirst();
        if (first.load().isEmpty()) {
            return List.of();
        }
        Elsewhere load = first.load().get();
        List<Parameter> parameters = new ArrayList<>(image(load.image()));
        parameters.add(new Parameter.SourceComponent(components.indexOf(first.install())));
        return about(
                load.id(),
                List.of(
                        new OverrideParameters(parameters),
                        new Act(Action.COPY, ON_FAILURE),
                        new Check(Condition.IMAGE_MATCH, ALWAYS)));
    }

    private List<Command> invoke(List<Part> slots) {
        Part first = slots.getFirst();
        if (!first.bootable() || slots.size() > 1) {
            return List.of();
        }
        ComponentId place = first.load().map(Elsewhere::id).orElse(first.install());
        return about(place, List.of(new Act(Action.INVOKE, ON_FAILURE)));
    }

    private List<Command> payloadFetch(List<Part> slots) {
        Part first = slots.getFirst();
        if (first.download().isEmpty() || first.uri().isEmpty()) {
            return List.of();
        }
        Elsewhere download = first.download().get();
        List<Parameter> parameters = new ArrayList<>(image(download.image()));
        parameters.add(new Parameter.Uri(first.uri().get()));
        return about(
                download.id(),
                List.of(
                        new OverrideParameters(parameters),
                        new Act(Action.FETCH, ON_FAILURE),
                        new Check(Condition.IMAGE_MATCH, ALWAYS)));
    }

    private List<Command> install(List<Part> slots) {
        Part first = slots.getFirst();
        List<Command> commands = new ArrayList<>();
        Action action = Action.FETCH;
        if (first.download().isPresent()) {
            int source = components.indexOf(first.download().get().id());
            commands.add(new OverrideParameters(List.of(new Parameter.SourceComponent(source))));
            action = Action.COPY;
        } else if (first.uri().isEmpty()) {
            return List.of();
        } else if (slots.size() > 1) {
            commands.add(
                    bySlot(slots, part -> List.of(new Parameter.Uri(part.uri().orElse("")))));
        } else {
            commands.add(
                    new OverrideParameters(List.of(new Parameter.Uri(first.uri().get()))));
        }
        commands.add(new Act(action, ON_FAILURE));
        commands.add(new Check(Condition.IMAGE_MATCH, ALWAYS));
        return about(first.install(), commands);
    }

    private Optional<TextMap> text() {
        SortedMap<String, TextMap.Texts> languages = new TreeMap<>();
        TreeSet<String> names = new TreeSet<>(wanted.texts().keySet());
        wanted.components().forEach(part -> names.addAll(part.texts().keySet()));
        for (String name : names) {
            Map<ComponentId, SortedMap<Integer, String>> own = new HashMap<>();
            wanted.components().stream()
                    .filter(part -> part.texts().containsKey(name))
                    .forEach(part -> own.put(part.install(), part.texts().get(name)));
            languages.put(name, new TextMap.Texts(wanted.texts().getOrDefault(name, new TreeMap<>()), own));
        }
        return languages.isEmpty() ? Optional.empty() : Optional.of(new TextMap(new TreeMap<>(languages)));
    }
}
