package dev.muster.server.assurance;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.Derivation;
import dev.muster.core.assurance.FactRegister;
import dev.muster.core.assurance.FleetPosture;
import dev.muster.core.assurance.Posture;
import dev.muster.core.assurance.Requirement;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Database;
import dev.muster.server.facts.SqlFactStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Verdicts for now, or as they would have been given at any past time with what was known then. */
public final class Postures {
    private final Database database;
    private final EntryFacts facts;
    private final Assessor assessor;
    private final InstantSource clock;

    public Postures(Database database, EntryFacts facts, Assessor assessor, InstantSource clock) {
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
        FactRegister register = database.read(tx -> {
            SqlFactStore store = new SqlFactStore(tx, org, facts);
            return asOf.isPresent() ? store.register(time(asOf)) : store.register();
        });
        Instant at = time(asOf);
        List<Posture> postures = assessor.fleet(register, at);
        if (postures.isEmpty()) {
            // Without devices, what is known of the organisation itself still says something.
            Posture alone = assessor.posture(register, Subject.org(org), at);
            return new FleetPosture(
                    at,
                    0,
                    FleetPosture.of(assessor.catalogue(), List.of(alone), at).verdicts());
        }
        return FleetPosture.of(assessor.catalogue(), postures, at);
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
