package dev.muster.server.governance.exchange;

import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.ProductId;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.Instance;
import dev.muster.core.governance.MaintenanceProfile;
import dev.muster.core.governance.ProfilePlans;
import dev.muster.core.governance.WorkflowStore;
import dev.muster.core.governance.Workflows;
import dev.muster.core.governance.exchange.ExchangeEvent;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.json.JsonException;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.Follower;
import dev.muster.ledger.sql.Database;
import dev.muster.server.devices.SqlDeviceRegister;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets makers' maintenance profiles begin work: a profile that somebody here approved becomes plans of the product's devices,
 * a device that comes into service gets them too, and what is withdrawn or superseded, or a device that is retired, has none.
 */
final class ProfileFollower implements Follower {
    private static final Logger LOG = LoggerFactory.getLogger(ProfileFollower.class);

    /** A larger fleet is maintained by its own system; more plans than people can see are none. */
    private static final int MAX_DEVICES = 2_000;

    private static final Set<String> ENDED = Set.of("superseded", "withdrawn");

    private final Database database;
    private final Ledger ledger;
    private final Workflows workflows;
    private final InstantSource clock;

    ProfileFollower(Database database, Ledger ledger, Workflows workflows, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.workflows = workflows;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "maintenance-profiles";
    }

    @Override
    public void accept(OrgId org, List<Entry> entries) {
        for (Entry entry : entries) {
            switch (entry.subject().kind()) {
                case "document" -> ledger.event(entry).ifPresent(event -> document(org, entry, event));
                case "device" -> {
                    if (entry.type().equals("devices.state-changed")
                            && ledger.event(entry).orElse(null) instanceof StateChanged changed) {
                        device(org, entry.subject().id(), changed);
                    }
                }
                default -> {}
            }
        }
    }

    private void document(OrgId org, Entry entry, Event event) {
        boolean mayCount = event instanceof ExchangeEvent.PaperPublished
                || (event instanceof GovernanceEvent.Moved moved
                        && !moved.from().equals(moved.to()));
        if (!mayCount) {
            return;
        }
        Optional<Instance> found = database.read(
                tx -> new SqlExchange(tx, org).find("document", entry.subject().id()));
        found.ifPresent(document -> profile(org, document).ifPresent(profile -> {
            if (ProfilePlans.counts(document)) {
                devices(org, document, device -> device.state().inService())
                        .forEach(device -> ask(org, ProfilePlans.adopted(document, profile, device, clock.instant())));
            } else if (ENDED.contains(document.state())) {
                devices(org, document, _ -> true)
                        .forEach(device -> ask(
                                org,
                                ProfilePlans.over(
                                        document,
                                        profile,
                                        device,
                                        "document " + document.id() + " is " + document.state())));
            }
        }));
    }

    private void device(OrgId org, String device, StateChanged changed) {
        boolean comes = changed.to() == DeviceState.OPERATIONAL;
        if (!comes && changed.to() != DeviceState.RETIRED) {
            return;
        }
        List<Instance> documents = database.read(tx -> new SqlDeviceRegister(tx, org)
                .device(new DeviceId(device))
                .map(known -> new SqlExchange(tx, org)
                        .documents(MaintenanceProfile.TOPIC, known.product().value()))
                .orElse(List.of()));
        for (Instance document : documents) {
            profile(org, document)
                    .ifPresent(profile -> ask(
                            org,
                            comes
                                    ? ProfilePlans.adopted(document, profile, device, clock.instant())
                                    : ProfilePlans.over(
                                            document, profile, device, "device " + device + " is retired")));
        }
    }

    /** The profile that a document is; empty when its bytes are not here, or are for people to read. */
    private Optional<MaintenanceProfile> profile(OrgId org, Instance document) {
        if (!MaintenanceProfile.TOPIC.equals(document.fields().get("topic"))) {
            return Optional.empty();
        }
        Optional<byte[]> bytes = database.read(
                tx -> new SqlExchange(tx, org).bytes(document.fields().getOrDefault("digest", "")));
        try {
            return bytes.filter(paper -> paper.length > 0 && paper[0] == '{').map(MaintenanceProfile::read);
        } catch (JsonException unreadable) {
            LOG.info("document {} is no profile that begins work: {}", document.id(), unreadable.getMessage());
            return Optional.empty();
        }
    }

    private List<String> devices(OrgId org, Instance document, Predicate<Device> which) {
        String product = document.fields().getOrDefault("product", "");
        if (!ProductId.isProductId(product)) {
            return List.of();
        }
        List<String> devices = new ArrayList<>();
        String after = "";
        while (devices.size() < MAX_DEVICES) {
            String from = after;
            List<Device> page =
                    database.read(tx -> new SqlDeviceRegister(tx, org).devices(new ProductId(product), from));
            if (page.isEmpty()) {
                break;
            }
            page.stream()
                    .filter(which)
                    .forEach(device -> devices.add(device.id().value()));
            after = page.getLast().id().value();
        }
        return devices;
    }

    private void ask(OrgId org, List<Workflows.Request> wishes) {
        for (Workflows.Request wish : wishes) {
            Workflows.Answer answer = ledger.shell()
                    .<WorkflowStore, Workflows.Answer>run(
                            org, tx -> new SqlExchange(tx, org), store -> workflows.move(wish, store, clock.instant()));
            if (answer instanceof Workflows.Answer.Refused refused) {
                LOG.debug("{} {} {}: {}", wish.machine(), wish.id(), wish.transition(), refused.detail());
            }
        }
    }
}
