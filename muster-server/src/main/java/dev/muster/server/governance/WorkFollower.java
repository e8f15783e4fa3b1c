package dev.muster.server.governance;

import dev.muster.core.devices.DeviceDesk;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.governance.FollowUps;
import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.Instance;
import dev.muster.core.governance.PlannedWork;
import dev.muster.core.governance.SessionOrders;
import dev.muster.core.governance.WipeOrders;
import dev.muster.core.governance.WorkStates;
import dev.muster.core.governance.WorkflowStore;
import dev.muster.core.governance.Workflows;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.Follower;
import dev.muster.ledger.sql.Database;
import dev.muster.server.devices.SqlDeviceRegister;
import dev.muster.server.topic.SoftwareComponents;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets records act: work puts its device into maintenance and back, sessions are announced and ended, finished work is
 * verified by what the device shows. Entries may come twice; everything here is asked for by an id that its cause gives.
 */
final class WorkFollower implements Follower {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFollower.class);

    private static final Set<String> ACTING =
            Set.of("work-order", "session", "verification", "plan", "acquisition", "cost", "custody");

    /** What a verification waits for: that the device shows itself, and what follows from it for requirements. */
    private static final Set<String> EVIDENCE = Set.of("attestation.evidence-appraised", "assurance.verdict-changed");

    private static final String ORDER_CLOSED = "devices.order-closed";

    private final Database database;
    private final Ledger ledger;
    private final Workflows workflows;
    private final EntryFacts facts;
    private final SoftwareComponents components;
    private final InstantSource clock;

    WorkFollower(
            Database database,
            Ledger ledger,
            Workflows workflows,
            EntryFacts facts,
            SoftwareComponents components,
            InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.workflows = workflows;
        this.facts = facts;
        this.components = components;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "governance-work";
    }

    @Override
    public void accept(OrgId org, List<Entry> entries) {
        Waiting waiting = new Waiting(org);
        boolean planned = database.read(tx -> new SqlWorkflows(tx, org).isAny("plan", "active"));
        for (Entry entry : entries) {
            if (EVIDENCE.contains(entry.type())) {
                if (entry.subject().kind().equals("device") && waiting.isAny()) {
                    judge(org, entry.subject().id());
                }
            } else if (ACTING.contains(entry.subject().kind())
                    && ledger.event(entry).orElse(null) instanceof GovernanceEvent.Moved moved) {
                follow(org, entry, moved);
                waiting.mayHaveChanged();
            }
            if (entry.type().equals(ORDER_CLOSED) && ledger.event(entry).orElse(null) instanceof OrderClosed closed) {
                refused(org, entry.subject().id(), closed);
            }
            if (planned && entry.subject().kind().equals("device")) {
                begin(org, entry);
            }
        }
    }

    /** Whether any verification of the organisation waits for evidence: asked once for many entries, not once for each. */
    private final class Waiting {
        private final OrgId org;
        private Optional<Boolean> known = Optional.empty();

        Waiting(OrgId org) {
            this.org = org;
        }

        boolean isAny() {
            if (known.isEmpty()) {
                known = Optional.of(database.read(tx -> new SqlWorkflows(tx, org).isAny("verification", "running")));
            }
            return known.get();
        }

        void mayHaveChanged() {
            known = Optional.empty();
        }
    }

    private void follow(OrgId org, Entry entry, GovernanceEvent.Moved moved) {
        String machine = entry.subject().kind();
        ledger.shell()
                .<DeviceRegister, Optional<DeviceDesk.Answer>>run(
                        org,
                        tx -> new SqlDeviceRegister(tx, org),
                        register -> WorkStates.follow(machine, entry.subject().id(), moved, register, clock.instant()));
        Optional<Instance> now = database.read(
                tx -> new SqlWorkflows(tx, org).find(machine, entry.subject().id()));
        if (now.isEmpty()) {
            return;
        }
        if (SessionOrders.concerns(machine, moved.transition())) {
            ledger.shell()
                    .<Known, Integer>run(
                            org,
                            tx -> new Known(new SqlWorkflows(tx, org), new SqlDeviceRegister(tx, org)),
                            known -> SessionOrders.follow(
                                    now.get(),
                                    moved.transition(),
                                    entry.index(),
                                    known.records(),
                                    known.register(),
                                    clock.instant()));
        }
        List<Workflows.Request> wishes =
                database.read(tx -> FollowUps.after(now.get(), moved, entry.index(), new SqlWorkflows(tx, org)));
        wishes.forEach(wish -> ask(org, wish));
    }

    private record Known(WorkflowStore records, DeviceRegister register) {}

    /** A device that will not be wiped, or cannot, is for people again. */
    private void refused(OrgId org, String device, OrderClosed closed) {
        if (closed.kind() == OrderKind.WIPE) {
            List<Instance> open = database.read(tx -> new SqlWorkflows(tx, org).about(device, "custody", "wiping"));
            WipeOrders.refused(closed, open).ifPresent(wish -> ask(org, wish));
        }
    }

    /** What a device's entry states may be what a plan waits for. */
    private void begin(OrgId org, Entry entry) {
        List<Instance> plans = database.read(
                tx -> new SqlWorkflows(tx, org).about(entry.subject().id(), "plan", "active"));
        if (!plans.isEmpty()) {
            facts.facts(entry)
                    .forEach(fact -> plans.forEach(
                            plan -> PlannedWork.occurred(plan, fact).ifPresent(wish -> ask(org, wish))));
        }
    }

    /** A device has shown itself: what waits for that is judged. */
    private void judge(OrgId org, String device) {
        List<Instance> running =
                database.read(tx -> new SqlWorkflows(tx, org).about(device, "verification", "running"));
        for (Instance verification : running) {
            ledger.shell()
                    .<WorkflowStore, Workflows.Answer>run(
                            org, tx -> new SqlWorkflows(tx, org, Optional.of(components)), store -> {
                                Optional<Workflows.Request> verdict = FollowUps.judged(verification, store);
                                return verdict.isPresent()
                                        ? workflows.move(verdict.get(), store, clock.instant())
                                        : Decision.of(new Workflows.Answer.Moved(verification), List.of());
                            });
        }
    }

    private void ask(OrgId org, Workflows.Request wish) {
        Workflows.Answer answer = ledger.shell()
                .<WorkflowStore, Workflows.Answer>run(
                        org, tx -> new SqlWorkflows(tx, org), store -> workflows.move(wish, store, clock.instant()));
        if (answer instanceof Workflows.Answer.Refused refused) {
            LOG.debug("{} {} {}: {}", wish.machine(), wish.id(), wish.transition(), refused.detail());
        }
    }
}
