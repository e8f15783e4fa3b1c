package dev.muster.format.update.suit.author;

import dev.muster.format.update.suit.Command;
import dev.muster.format.update.suit.Command.Action;
import dev.muster.format.update.suit.Command.ComponentIndex;
import dev.muster.format.update.suit.CommandSequence;
import dev.muster.format.update.suit.ComponentId;
import dev.muster.format.update.suit.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All ways through the sequences of one section. */
final class Ways {
    /** Distinct states at one command. The draft's largest example has four. */
    private static final int MOST = 512;

    private final List<ComponentId> components;
    private final int section;
    private final Set<Finding> found;

    /** Where the ways through a sequence end: after its last command, or at a condition that does not hold. */
    record Ends(List<Way> succeeded, List<Way> failed) {}

    Ways(List<ComponentId> components, int section, Set<Finding> found) {
        this.components = components;
        this.section = section;
        this.found = found;
    }

    Ends sequence(CommandSequence sequence, List<Way> from) {
        List<Way> now = from;
        List<Way> failed = new ArrayList<>();
        for (CommandSequence.Step step : sequence.steps()) {
            Ends ends = step(step, now);
            failed.addAll(ends.failed());
            now = distinct(ends.succeeded(), step.offset());
        }
        return new Ends(now, distinct(failed, 0));
    }

    private Ends step(CommandSequence.Step step, List<Way> from) {
        List<Way> succeeded = new ArrayList<>();
        List<Way> failed = new ArrayList<>();
        switch (step.command()) {
            case Command.TryEach tryEach -> {
                List<Way> left = from;
                for (CommandSequence branch : tryEach.branches()) {
                    Ends ends = sequence(branch, copies(left));
                    succeeded.addAll(ends.succeeded());
                    left = ends.failed();
                }
                (tryEach.orNothing() ? succeeded : failed).addAll(left);
            }
            case Command.RunSequence run -> {
                Ends ends = sequence(run.sequence(), from);
                succeeded.addAll(ends.succeeded());
                failed.addAll(ends.failed());
            }
            case Command.Check check -> {
                failed.addAll(copies(from));
                from.forEach(way -> check(step, check, way));
                succeeded.addAll(from);
            }
            default -> {
                from.forEach(way -> plain(step, way));
                succeeded.addAll(from);
            }
        }
        return new Ends(succeeded, failed);
    }

    private void check(CommandSequence.Step step, Command.Check check, Way way) {
        switch (check.condition()) {
            case VENDOR_ID -> way.vendor = true;
            case CLASS_ID -> way.deviceClass = true;
            case IMAGE_MATCH -> {
                for (int component : way.current) {
                    if (!way.digests.contains(component)) {
                        say(Finding.Kind.DIGEST_MISSING, step, name(component) + " is compared with no digest");
                    }
                    way.unverified.remove(component);
                    way.verified.add(component);
                }
            }
            case CHECK_CONTENT -> {
                way.unverified.removeAll(way.current);
                way.verified.addAll(way.current);
            }
            default -> {}
        }
    }

    private void plain(CommandSequence.Step step, Way way) {
        switch (step.command()) {
            case Command.SetComponentIndex set -> way.current = indexes(set.index());
            case Command.OverrideParameters override ->
                way.current.forEach(component -> override(component, override.parameters(), way));
            case Command.OverrideMultiple multiple ->
                multiple.parameters().forEach((component, own) -> override(component, own, way));
            case Command.SetParameters set -> {
                if (set.parameters().stream().anyMatch(Parameter.ImageDigest.class::isInstance)) {
                    say(Finding.Kind.DIGEST_NOT_OVERRIDDEN, step, "a digest is set where one that was there wins");
                    way.digests.addAll(way.current);
                }
            }
            case Command.CopyParameters copy -> way.digests.addAll(way.current);
            case Command.Act act -> act(step, act.action(), way);
            default -> {}
        }
    }

    private static void override(int component, List<Parameter> parameters, Way way) {
        for (Parameter parameter : parameters) {
            if (parameter instanceof Parameter.ImageDigest) {
                way.digests.add(component);
            } else if (parameter instanceof Parameter.SourceComponent source) {
                way.source = source.index();
            }
        }
    }

    private void act(CommandSequence.Step step, Action action, Way way) {
        if (action == Action.WAIT) {
            return;
        }
        if (!way.vendor) {
            say(Finding.Kind.ACTS_BEFORE_VENDOR, step, action.word() + " before the vendor was checked");
        }
        if (!way.deviceClass) {
            say(Finding.Kind.ACTS_BEFORE_CLASS, step, action.word() + " before the class was checked");
        }
        for (int component : way.current) {
            switch (action) {
                case FETCH, WRITE -> write(step, component, way);
                case COPY -> {
                    read(way.source, way);
                    write(step, component, way);
                }
                case SWAP -> {
                    // Half of the devices that are cut would swap back.
                    say(Finding.Kind.RESTART_DIVERGES, step, "swap is undone when it is done again");
                    write(step, component, way);
                    write(step, way.source, way);
                }
                case INVOKE -> {
                    if (!way.verified.contains(component)) {
                        say(
                                Finding.Kind.INVOKED_NOT_VERIFIED,
                                step,
                                name(component) + " is started and was not compared with its digest");
                    }
                }
                default -> {}
            }
        }
    }

    private static void read(int component, Way way) {
        if (!way.written.contains(component)) {
            way.read.add(component);
        }
    }

    private void write(CommandSequence.Step step, int component, Way way) {
        if (way.read.contains(component)) {
            say(Finding.Kind.RESTART_DIVERGES, step, name(component) + " was read before and is overwritten here");
        }
        way.written.add(component);
        way.unverified.add(component);
        way.verified.remove(component);
    }

    private Set<Integer> indexes(ComponentIndex index) {
        return switch (index) {
            case ComponentIndex.One one -> Set.of(one.index());
            case ComponentIndex.Several several -> new HashSet<>(several.indexes());
            case ComponentIndex.All all ->
                IntStream.range(0, components.size()).boxed().collect(Collectors.toSet());
        };
    }

    private static List<Way> copies(List<Way> ways) {
        return ways.stream().map(Way::copy).toList();
    }

    private List<Way> distinct(List<Way> ways, int offset) {
        Set<Object> states = new HashSet<>();
        List<Way> kept = new ArrayList<>();
        for (Way way : ways) {
            if (states.add(way.copy().state())) {
                kept.add(way);
            }
        }
        if (kept.size() > MOST) {
            found.add(new Finding(Finding.Kind.TOO_MANY_WAYS, section, offset, kept.size() + " ways"));
            return kept.subList(0, MOST);
        }
        return kept;
    }

    private String name(int component) {
        return Way.within(component, components) ? components.get(component).toString() : "component " + component;
    }

    private void say(Finding.Kind kind, CommandSequence.Step step, String detail) {
        found.add(new Finding(kind, section, step.offset(), detail));
    }
}
