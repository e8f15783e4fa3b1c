package dev.muster.server.assurance;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.Derivation;
import dev.muster.core.assurance.FactRegister;
import dev.muster.core.assurance.FleetPicture;
import dev.muster.core.assurance.FleetPosture;
import dev.muster.core.assurance.Posture;
import dev.muster.core.assurance.PostureFold;
import dev.muster.core.assurance.Requirement;
import dev.muster.core.assurance.RequirementId;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.assurance.Waiver;
import dev.muster.core.assurance.export.Exported;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.pack.PackParts;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sql.Database;
import dev.muster.server.facts.SqlFactStore;
import dev.muster.server.web.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Verdicts for now, or as they would have been given at any past time with what was known then. */
public final class Postures {
    /** A judgement is behind the ledger by milliseconds; who waits longer is told what can be computed. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(10);

    /** So many devices are judged within that patience; 100,000 take minutes. */
    private static final int COMPUTED_MOST = 2_000;

    private final Database database;
    private final EntryFacts facts;
    private final Assessor assessor;
    private final Optional<AssuranceFollower> follower;
    private final Optional<FleetHistory> history;
    private final InstantSource clock;

    /** One that computes everything that is past. */
    public Postures(
            Database database,
            EntryFacts facts,
            Assessor assessor,
            Optional<AssuranceFollower> follower,
            InstantSource clock) {
        this(database, facts, assessor, follower, Optional.empty(), clock);
    }

    /**
     * @param follower has most answers for now at hand; without it everything is computed from the facts
     * @param history has those for past moments of large fleets
     */
    public Postures(
            Database database,
            EntryFacts facts,
            Assessor assessor,
            Optional<AssuranceFollower> follower,
            Optional<FleetHistory> history,
            InstantSource clock) {
        this.history = history;
        this.follower = follower;
        this.database = database;
        this.facts = facts;
        this.assessor = assessor;
        this.clock = clock;
    }

    /** The requirements and checks that verdicts are given by. */
    public Assessor assessor() {
        return assessor;
    }

    /** Every requirement over all devices. */
    public FleetPosture fleet(OrgId org, Optional<Instant> asOf) {
        return kept(org, asOf, fold -> fold.fleet(time(asOf)))
                .or(() -> past(org, asOf).map(picture -> picture.posture(time(asOf))))
                .filter(fleet -> fleet.devices() > 0)
                .orElseGet(() -> computed(org, asOf));
    }

    /** Devices with this verdict by this requirement, in order of id. */
    public Rows.Slice<Subject> standing(
            OrgId org, RequirementId id, Verdict.Kind kind, Optional<Instant> asOf, Rows.Wanted wanted) {
        List<Subject> all = kept(org, asOf, fold -> fold.standing(id, kind).toList())
                .or(() -> past(org, asOf)
                        .map(picture -> picture.standing(id, kind).toList()))
                .orElseGet(
                        () -> judged(org, asOf, time(asOf)).standing(id, kind).toList());
        return new Rows.Slice<>(
                all.stream().skip(wanted.skip()).limit(wanted.size()).toList(), all.size());
    }

    /** Waivers in force. */
    public List<Waiver.Of> waivers(OrgId org, Optional<Instant> asOf) {
        return kept(org, asOf, fold -> Waiver.inForce(fold.register(), time(asOf)))
                .orElseGet(() -> {
                    Instant at = time(asOf);
                    return database.read(tx -> FleetFacts.waivers(tx, org, facts, asOf.map(_ -> at), at));
                });
    }

    /**
     * What the follower has at hand, as soon as it has judged by what stands in the ledger now. When that takes long, and the
     * fleet is so large that judging it for one caller would take longer: as it stands. Empty when it is to be computed.
     */
    private <T> Optional<T> kept(OrgId org, Optional<Instant> asOf, Function<PostureFold, T> question) {
        if (asOf.isPresent() || follower.isEmpty()) {
            return Optional.empty();
        }
        long size = database.read(tx -> new Entries(tx, org).size());
        long end = System.nanoTime() + PATIENCE.toNanos();
        Optional<T> answer = follower.get().ask(org, size, question);
        while (answer.isEmpty()
                && System.nanoTime() < end
                && follower.get().askBehind(org, _ -> true).isPresent()) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            answer = follower.get().ask(org, size, question);
        }
        boolean large = follower.get()
                .askBehind(org, fold -> fold.devices().size() > COMPUTED_MOST)
                .orElse(false);
        return answer.isEmpty() && large ? follower.get().askBehind(org, question) : answer;
    }

    private Optional<FleetPicture> past(OrgId org, Optional<Instant> asOf) {
        return asOf.flatMap(_ -> history.flatMap(known -> known.at(org, time(asOf))));
    }

    private PostureFold judged(OrgId org, Optional<Instant> asOf, Instant at) {
        return database.read(tx -> new FleetFacts(tx, org, facts, asOf.map(_ -> at)).judged(assessor, at));
    }

    private FleetPosture computed(OrgId org, Optional<Instant> asOf) {
        Instant at = time(asOf);
        PostureFold fold = judged(org, asOf, at);
        if (fold.devices().isEmpty()) {
            // Without devices, what is known of the organisation itself still says something.
            Posture alone = assessor.posture(fold.register(), Subject.org(org), at);
            return new FleetPosture(
                    at,
                    0,
                    FleetPosture.of(assessor.catalogue(), List.of(alone), at).verdicts());
        }
        return fold.fleet(at);
    }

    /** All verdicts of one device; empty when nothing was known of it. */
    public Optional<Posture> device(OrgId org, String id, Optional<Instant> asOf) {
        return known(org, Subject.device(id), asOf)
                .map(register -> assessor.posture(register, Subject.device(id), time(asOf)));
    }

    /** Why a device has the verdict it has; empty when nothing was known of it. */
    public Optional<Derivation> why(OrgId org, String id, Requirement requirement, Optional<Instant> asOf) {
        return known(org, Subject.device(id), asOf)
                .map(register -> assessor.why(register, Subject.device(id), requirement, time(asOf)));
    }

    /**
     * What exports are made of, from the facts alone: some devices at a time, of which only how they stand is kept, beside the
     * facts of the first one, of products and of the organisation.
     */
    Exported exported(OrgId org, Optional<Instant> asOf, Optional<String> product) {
        Instant at = time(asOf);
        Members members = new Members(
                database, org, facts, new PackScope(product, List.of()), asOf.map(_ -> at), PackParts.DEVICES);
        FleetPicture picture = new FleetPicture(assessor);
        FactRegister shown = members.nobody();
        Set<Waiver.Of> waivers = new LinkedHashSet<>(Waiver.inForce(shown, at));
        Optional<FactRegister> next = members.next();
        while (next.isPresent()) {
            FactRegister some = next.get();
            if (picture.stands().isEmpty()) {
                some.of(some.devices().getFirst()).values().forEach(shown::accept);
            }
            picture.judge(some, at);
            waivers.addAll(Waiver.inForce(some, at));
            next = members.next();
        }
        return new Exported(org.value(), product, assessor, picture.posture(at), shown, List.copyOf(waivers));
    }

    /** The ledger's times have microseconds; an answer for a finer time could not be given again from the ledger. */
    private Instant time(Optional<Instant> asOf) {
        return asOf.orElseGet(clock::instant).truncatedTo(ChronoUnit.MICROS);
    }

    private Optional<FactRegister> known(OrgId org, Subject device, Optional<Instant> asOf) {
        FactRegister register = database.read(tx -> {
            SqlFactStore store = new SqlFactStore(tx, org, facts);
            return asOf.isPresent() ? store.register(device, time(asOf)) : store.register(device);
        });
        return register.of(device).isEmpty() ? Optional.empty() : Optional.of(register);
    }
}
