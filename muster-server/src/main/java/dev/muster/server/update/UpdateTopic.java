package dev.muster.server.update;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.NoticeRule;
import dev.muster.core.update.UpdateEvent;
import dev.muster.core.update.UpdateFacts;
import dev.muster.core.update.UpdateNotices;
import dev.muster.core.update.checks.UpdateChecks;
import dev.muster.ledger.sequence.Projection;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.topic.DeviceDrills;
import dev.muster.server.topic.EveryOrg;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Topic;
import dev.muster.server.topic.Watches;
import dev.muster.server.web.Contributions;
import java.util.List;
import java.util.Set;

/** Releases and their artifacts, rollouts that go on by themselves, reports. */
public final class UpdateTopic implements Topic {
    private final AttestedSoftware attested;

    /** @param attested tells what evidence proves of the software a device runs */
    public UpdateTopic(AttestedSoftware attested) {
        this.attested = attested;
    }

    @Override
    public String name() {
        return "update";
    }

    @Override
    public List<String> scripts() {
        return List.of(
                "001-registers",
                "002-truth",
                "003-ddi",
                "004-terms",
                "005-signers",
                "006-consent",
                "007-groups",
                "008-key-lists",
                "009-latency",
                "010-capabilities",
                "011-key-uptake",
                "012-pace",
                "013-back");
    }

    @Override
    public List<Class<? extends Event>> events() {
        return List.of(UpdateEvent.class);
    }

    @Override
    public List<Projection> projections() {
        return List.of(new UpdateProjection(attested));
    }

    @Override
    public List<FactRule> facts() {
        return List.of(new UpdateFacts());
    }

    @Override
    public List<DeclaredFact> vocabulary() {
        return UpdateFacts.vocabulary();
    }

    @Override
    public List<Check> checks() {
        return UpdateChecks.all();
    }

    @Override
    public List<NoticeRule> notices() {
        return List.of(new UpdateNotices());
    }

    @Override
    public void open(Site site) {
        site.need(Contributions.class)
                .sentence(UpdateSentence::of)
                .product(new ReleasesPart(site.need(Hindsight.class)));
        DeviceAuthentication authentication = site.need(DeviceAuthentication.class);
        UpdateDevices devices = (request, org, use) -> {
            DeviceAuthentication.Result.Known known = authentication.require(request, org, use);
            return new UpdateDevices.Client(
                    known.device(), known.state(), known.certificate().getPublicKey());
        };
        ArtifactStore artifacts = new ArtifactStore(site.data().path().resolve("artifacts"));
        new UpdateDoor(artifacts, new ReleaseStatements(site.statements()), site.database(), site.shell(), site.clock())
                .addTo(site.console());
        new ReleaseKeysDoor(site.database(), site.shell(), site.clock()).addTo(site.console());
        site.need(Watches.class).hourly(KeyUptake::look);
        new CapabilitiesDoor(site.database(), site.shell(), site.clock()).addTo(site.console());
        KeyListsDoor keyLists = new KeyListsDoor(devices, site.database(), site.shell(), site.clock());
        keyLists.addTo(site.console());
        keyLists.addForDevices(site.devices());
        site.share(
                DeviceDrills.class,
                new EnvelopeDrills(artifacts, site.database(), site.shell(), site.clock(), site.random()));
        new RolloutsDoor(artifacts, site.database(), site.shell(), site.clock()).addTo(site.console());
        new UpdatesPage(site.need(Hindsight.class), site.need(Contributions.class), site.clock()).addTo(site.console());
        new HawkbitApi(site.database()).addTo(site.console());
        new PaceDoor(site.database(), site.shell(), site.clock()).addTo(site.console());
        new HoldsDoor(site.shell(), site.clock()).addTo(site.console());
        new ArtifactDoor(devices, artifacts, site.database()).addTo(site.devices());
        DeltaStore deltas =
                site.closeAtEnd(new DeltaStore(site.data().path().resolve("artifacts"), artifacts, site.clock()));
        ArtifactSweep sweep = new ArtifactSweep(artifacts, deltas, site.database(), site.clock());
        site.everyMinute(() -> {
            if (sweep.due()) {
                EveryOrg.each(site.ledger().orgs(), sweep::sweep);
            }
        });
        new DeltaDoor(devices, deltas, site.database()).addTo(site.devices());
        new ReportDoor(devices, artifacts, site.database(), site.shell(), site.clock()).addTo(site.devices());
        new UserAnswerDoor(devices, site.shell(), site.clock()).addTo(site.devices());
        DdiAccess access = new DdiAccess(devices, site.database());
        new DdiDoor(access, artifacts, site.database(), site.shell(), site.clock()).addTo(site.devices());
        new DdiArtifactDoor(access, artifacts, site.database()).addTo(site.devices());
        new DdiApi(new DdiAdmission(site.shell(), site.clock()), site.shell(), site.clock(), site.random())
                .addTo(site.console());
        RolloutDriver rollouts = new RolloutDriver(
                site.shell(), site.database(), site.clock(), Set.of("attestation.evidence-appraised"));
        site.follow(site.closeAtEnd(rollouts.start()));
    }
}
