package dev.muster.core.assurance;

import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The verdicts of all devices of one organisation, kept up to date as facts arrive and time passes. Only the checks
 * that look at a changed fact are judged again, and only the requirements linked to a changed finding are weighed
 * again; the result is what {@link Assessor} would say from scratch. Not safe for several threads.
 */
public final class PostureFold {
    private final Assessor assessor;
    private final FactRegister register;
    private final Map<Subject, DeviceFold> devices = new TreeMap<>();
    private final Map<Subject, TreeSet<Subject>> devicesByProduct = new TreeMap<>();
    private final FleetTally tally;
    private final Subject org;

    public PostureFold(OrgId org, Assessor assessor) {
        this.assessor = assessor;
        this.register = new FactRegister(org);
        this.org = Subject.org(org);
        this.tally = new FleetTally(assessor.places().requirements().size());
    }

    /** The facts so far. */
    public FactRegister register() {
        return register;
    }

    /** Takes the facts of one entry. Entries come in the order of their index. */
    public void accept(Entry entry, Collection<Fact> facts) {
        facts.forEach(fact -> accept(new Known(fact, entry.receivedAt())));
    }

    /** Takes one fact, as a stored register gives it back. */
    public void accept(Known known) {
        Subject subject = known.fact().subject();
        String key = known.fact().key();
        Optional<Subject> productBefore =
                FactRegister.isDevice(subject) ? register.productOf(subject) : Optional.empty();
        if (!register.accept(known)) {
            return;
        }
        if (FactRegister.isDevice(subject)) {
            DeviceFold device = devices.computeIfAbsent(subject, s -> new DeviceFold(s, assessor, tally));
            device.touch(FactKey.device(key));
            if (key.equals(FactRegister.PRODUCT_KEY)) {
                moved(device, productBefore);
            }
        } else if (subject.kind().equals("product")) {
            devicesByProduct
                    .getOrDefault(subject, new TreeSet<>())
                    .forEach(device -> fold(device).touch(FactKey.product(key)));
        } else if (subject.equals(org)) {
            devices.values().forEach(device -> device.touch(FactKey.org(key)));
        }
    }

    /** Takes what the ledger last said about a verdict, so that {@link #settle} tells only what is new. */
    public void said(Subject device, AssuranceEvent.RequirementChange change) {
        devices.computeIfAbsent(device, s -> new DeviceFold(s, assessor, tally)).said(change);
    }

    /** Takes what the ledger last said about a finding. */
    public void said(Subject device, AssuranceEvent.CheckChange change) {
        devices.computeIfAbsent(device, s -> new DeviceFold(s, assessor, tally)).said(change);
    }

    /**
     * Judges again what facts or time have touched, for {@code now}, which never goes back.
     *
     * @return what is no longer as the ledger last said, by device; a device without changes is absent
     */
    public List<Change> settle(Instant now) {
        return devices.values().stream()
                .map(device -> device.settle(register, now))
                .flatMap(Optional::stream)
                .toList();
    }

    /** How this device stands by each requirement as of the last {@link #settle}. */
    Map<RequirementId, Standing> standings(Subject device) {
        Map<RequirementId, Standing> all = new TreeMap<>();
        DeviceFold one = fold(device);
        for (RequirementId id : assessor.places().requirements()) {
            one.standing(place(id)).ifPresent(standing -> all.put(id, standing));
        }
        return all;
    }

    private int place(RequirementId id) {
        return assessor.places().of(id).orElseThrow();
    }

    /** All of them together as of the last {@link #settle}: what {@link FleetPosture#of} would say of their postures. */
    public FleetPosture fleet(Instant at) {
        Map<RequirementId, FleetVerdict> verdicts = new TreeMap<>();
        for (Requirement requirement : assessor.catalogue().requirements()) {
            RequirementId id = requirement.id();
            Map<Verdict.Kind, Integer> kinds = tally.kinds(place(id));
            Verdict.Kind kind = FleetVerdict.together(kinds);
            Optional<Subject> example =
                    kinds.containsKey(kind) ? standing(id, kind).findFirst() : Optional.empty();
            verdicts.put(id, new FleetVerdict(kind, kinds, tally.weakest(place(id)), tally.live(place(id)), example));
        }
        return new FleetPosture(at, devices.size(), verdicts);
    }

    /** The devices that have this verdict by this requirement as of the last {@link #settle}, in order of id. */
    public Stream<Subject> standing(RequirementId id, Verdict.Kind kind) {
        OptionalInt place = assessor.places().of(id);
        return devices.values().stream()
                .filter(device -> place.isPresent()
                        && device.standing(place.getAsInt())
                                .filter(standing -> standing.kind() == kind)
                                .isPresent())
                .map(DeviceFold::subject);
    }

    /** The devices that some fact is about, in order of id. */
    public Collection<Subject> devices() {
        return List.copyOf(devices.keySet());
    }

    private void moved(DeviceFold device, Optional<Subject> before) {
        before.ifPresent(product ->
                devicesByProduct.getOrDefault(product, new TreeSet<>()).remove(device.subject()));
        register.productOf(device.subject())
                .ifPresent(product -> devicesByProduct
                        .computeIfAbsent(product, _ -> new TreeSet<>())
                        .add(device.subject()));
        device.touchAll();
    }

    private DeviceFold fold(Subject device) {
        DeviceFold fold = devices.get(device);
        if (fold == null) {
            throw new IllegalStateException("a product lists a device that no fact is about: " + device);
        }
        return fold;
    }

    /**
     * What changed for one device.
     *
     * @param subject the device
     * @param requirements verdicts whose kind or grade changed
     * @param checks findings whose outcome changed
     */
    public record Change(
            Subject subject,
            List<AssuranceEvent.RequirementChange> requirements,
            List<AssuranceEvent.CheckChange> checks) {}
}
