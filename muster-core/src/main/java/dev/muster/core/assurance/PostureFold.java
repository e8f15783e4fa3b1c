package dev.muster.core.assurance;

import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The verdicts of all devices of one organisation, kept up to date as facts arrive and time passes. Only the checks
 * that look at a changed fact are judged again, and only the requirements linked to a changed finding are weighed
 * again; the result is what {@link Assessor} would say from scratch. Not safe for several threads.
 *
 * <p>Verdicts of every device stay here, in a few hundred bytes each. Facts need not: a fold that keeps some only forgets
 * those of the devices that were judged longest ago, and whoever lets it {@link #settle} asks before which devices'
 * facts it {@link #wants} and lets it {@link #recall} them. What was forgotten in between changes no verdict.
 */
public final class PostureFold {
    private static final int ALL = Integer.MAX_VALUE;

    private final Assessor assessor;
    private final FactRegister register;
    private final int keptFacts;
    private final Map<Subject, DeviceFold> devices = new TreeMap<>();
    private final Map<Subject, DeviceFold> touched = new TreeMap<>();
    private final AtHand atHand;
    private final ProductDevices products = new ProductDevices();
    private final SharedRows rows = new SharedRows();
    private final FleetTally tally;
    private final Subject org;
    /** Until then time alone changes nothing. */
    private long nextChange = Agenda.NEVER;

    /** One that keeps all facts. */
    public PostureFold(OrgId org, Assessor assessor) {
        this(org, assessor, ALL);
    }

    /** @param keptFacts as many facts of devices are kept, besides those of one {@link #settle} */
    public PostureFold(OrgId org, Assessor assessor, int keptFacts) {
        this.assessor = assessor;
        this.keptFacts = keptFacts;
        this.register = new FactRegister(org);
        this.atHand = new AtHand(register, keptFacts);
        this.org = Subject.org(org);
        this.tally = new FleetTally(assessor.places().requirements().size());
    }

    /** The facts that are kept: all waivers, all of products and of the organisation, and of devices those at hand. */
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
        if (FactRegister.isDevice(subject)) {
            ofDevice(subject, known);
            return;
        }
        if (subject.kind().equals("product") && register.accept(known)) {
            products.of(subject).forEach(device -> touch(device, FactKey.product(key)));
        } else if (subject.equals(org) && register.accept(known)) {
            devices.values().forEach(device -> touch(device, FactKey.org(key)));
        }
    }

    private void ofDevice(Subject subject, Known known) {
        String key = known.fact().key();
        DeviceFold device = devices.get(subject);
        if (device == null) {
            device = joined(subject, true);
        }
        boolean here = atHand.has(subject);
        boolean news = !(here || AtHand.lasting(key)) || register.accept(known);
        if (news) {
            touch(device, FactKey.device(key));
            if (here && key.equals(FactRegister.PRODUCT_KEY)) {
                moved(device);
            }
        }
    }

    /** There is a device of which facts are on record that are not told here. */
    public void known(Subject device) {
        if (!devices.containsKey(device)) {
            joined(device, keptFacts == ALL);
        }
    }

    private DeviceFold joined(Subject subject, boolean here) {
        if (here) {
            atHand.add(subject);
        }
        DeviceFold device = new DeviceFold(subject, assessor, tally);
        devices.put(subject, device);
        touched.put(subject, device);
        return device;
    }

    private void touch(DeviceFold device, FactKey key) {
        device.touch(key);
        if (device.isTouched()) {
            touched.put(device.subject(), device);
        }
    }

    /** Takes what the ledger last said about a verdict, so that {@link #settle} tells only what is new. */
    public void said(Subject device, AssuranceEvent.RequirementChange change) {
        said(device).said(change);
    }

    /** Takes what the ledger last said about a finding. */
    public void said(Subject device, AssuranceEvent.CheckChange change) {
        said(device).said(change);
    }

    /** What the last {@link #settle} found of this device was not told, because the judge ended. */
    void untold(Subject subject) {
        DeviceFold device = fold(subject);
        device.untold();
        touched.put(subject, device);
    }

    private DeviceFold said(Subject subject) {
        known(subject);
        DeviceFold device = fold(subject);
        touched.put(subject, device);
        return device;
    }

    /** The next devices that {@link #settle} would judge, and whose facts are not here: at most so many. */
    public List<Subject> wants(Instant now, int most) {
        touchDue(now);
        return touched.keySet().stream()
                .limit(most)
                .filter(device -> !atHand.has(device))
                .toList();
    }

    /** Takes the latest facts of a device, as of all entries that were taken. */
    public void recall(Subject subject, Collection<Known> facts) {
        known(subject);
        facts.forEach(register::accept);
        atHand.add(subject);
        moved(fold(subject));
    }

    /** {@link #settle(Instant, int)} for all of them: for a fold that keeps all facts. */
    public List<Change> settle(Instant now) {
        return settle(now, Integer.MAX_VALUE).changes();
    }

    /**
     * Judges again what facts or time have touched, for {@code now}, which never goes back, of at most so many devices in
     * the order of their ids.
     *
     * @return what is no longer as the ledger last said, by device; a device without changes is absent
     * @throws IllegalStateException when a device's facts are not here
     */
    public Step settle(Instant now, int most) {
        return settle(now, most, _ -> {});
    }

    /** @param judged told of everybody who was judged, changed or not */
    Step settle(Instant now, int most, Consumer<DeviceFold> judged) {
        touchDue(now);
        List<Change> changes = new ArrayList<>();
        Iterator<DeviceFold> next = touched.values().iterator();
        for (int i = 0; i < most && next.hasNext(); i++) {
            DeviceFold device = next.next();
            atHand.judged(device.subject());
            device.settle(register, now, rows).ifPresent(changes::add);
            nextChange = Math.min(nextChange, device.nextChange());
            judged.accept(device);
            next.remove();
        }
        atHand.forget();
        return new Step(List.copyOf(changes), !touched.isEmpty());
    }

    /** Until then time alone changes nothing, in microseconds; {@link Agenda#NEVER} for always. */
    long nextChange() {
        return nextChange;
    }

    private void touchDue(Instant now) {
        long micros = Agenda.floor(now);
        if (micros < nextChange) {
            return;
        }
        nextChange = Agenda.NEVER;
        for (DeviceFold device : devices.values()) {
            long next = device.nextChange();
            if (next <= micros) {
                device.touchDue(micros);
                touched.put(device.subject(), device);
            } else {
                nextChange = Math.min(nextChange, next);
            }
        }
    }

    /** How this device stands by each requirement as of the last {@link #settle}. */
    Map<RequirementId, Standing> standings(Subject device) {
        Map<RequirementId, Standing> all = new TreeMap<>();
        assessor.places().requirements().forEach(id -> all.put(id, fold(device).standing(place(id))));
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
                .filter(device ->
                        place.isPresent() && device.standing(place.getAsInt()).kind() == kind)
                .map(DeviceFold::subject);
    }

    /** The devices that some fact is about, in order of id. */
    public Collection<Subject> devices() {
        return List.copyOf(devices.keySet());
    }

    private void moved(DeviceFold device) {
        if (products.moved(device, register.productOf(device.subject()))) {
            device.touchAll();
            touched.put(device.subject(), device);
        }
    }

    private DeviceFold fold(Subject device) {
        DeviceFold fold = devices.get(device);
        if (fold == null) {
            throw new IllegalStateException("no fact is about " + device);
        }
        return fold;
    }

    /**
     * What came of judging some.
     *
     * @param changes what is no longer as the ledger last said
     * @param more whether others are to be judged yet
     */
    public record Step(List<Change> changes, boolean more) {}

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
