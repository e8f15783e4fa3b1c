package dev.muster.server;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.Checks;
import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.joining.Anchor;
import dev.muster.core.joining.JoiningEvent;
import dev.muster.core.ledger.EventCodec;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.LedgerSettings;
import dev.muster.ledger.LostKeysException;
import dev.muster.ledger.sequence.Quotas;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Dialect;
import dev.muster.server.attestation.ResultSigner;
import dev.muster.server.attestation.tpm.TpmDoor;
import dev.muster.server.config.AuthorityConfig;
import dev.muster.server.config.DataDirectory;
import dev.muster.server.config.QuotaConfig;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.console.DeviceRows;
import dev.muster.server.console.PostureView;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.devices.DeviceChanges;
import dev.muster.server.facts.FactProjection;
import dev.muster.server.facts.FactsTopic;
import dev.muster.server.joining.DeviceAuthority;
import dev.muster.server.joining.SqlJoiningStore;
import dev.muster.server.joining.authorities.Authorities;
import dev.muster.server.joining.authorities.Hierarchy;
import dev.muster.server.joining.authorities.KeyRoom;
import dev.muster.server.network.MakerAuthorities;
import dev.muster.server.network.WorkOrders;
import dev.muster.server.response.DeviceStates;
import dev.muster.server.response.Measures;
import dev.muster.server.response.Standings;
import dev.muster.server.topic.FactoryCertificates;
import dev.muster.server.topic.Gauges;
import dev.muster.server.topic.GrantCertificates;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.topic.NoticeRules;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Trials;
import dev.muster.server.topic.Watches;
import dev.muster.server.web.Contributions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;

/**
 * The one place that builds the graph: the ground, then what several topics need of one another, then every topic of
 * {@link Topics} in turn. Topics meet in the ledger; here one's port gets another's answer.
 */
final class Wiring {
    private static final long MEGABYTE = 1L << 20;

    private final DeviceChanges deviceChanges;
    private final EventCodec codec;
    private final EntryFacts facts;
    private final FactProjection register;

    /** @param alone no other server writes into this database */
    private Wiring(EventCodec codec, boolean alone) {
        this.codec = codec;
        deviceChanges = new DeviceChanges(Set.of(DeviceEvent.class, JoiningEvent.class), alone);
        facts = new EntryFacts(codec, Topics.facts());
        register = new FactProjection(facts, new DeviceRows(facts));
    }

    /** A site with every topic open; nothing listens yet. */
    static Site open(ServerConfig config, DataDirectory data, InstantSource clock, SecureRandom random) {
        EventCodec codec = Topics.codec();
        Wiring wiring = new Wiring(codec, Dialect.of(config.database()) == Dialect.SQLITE);
        Site site = wiring.ground(config, data, clock, random, codec);
        try {
            wiring.shareWhatSeveralNeed(site);
            site.whenPrepared(new EvidenceFirst(site.database(), site.ledger(), clock));
            Topics.ALL.forEach(topic -> topic.open(site));
            site.startFollowers();
            return site;
        } catch (RuntimeException | Error e) {
            site.close();
            throw e;
        }
    }

    private Site ground(
            ServerConfig config, DataDirectory data, InstantSource clock, SecureRandom random, EventCodec codec) {
        if (config.database().equals("jdbc:sqlite:" + data.path().resolve("muster.db"))) {
            data.reserve("muster.db");
        }
        Database database = Database.open(config.database());
        try {
            Topics.migrations().apply(database);
            Ledger ledger = Ledger.open(new LedgerSettings(
                    database,
                    data.path().resolve("ledger"),
                    LedgerSettings.Tiles.FILES,
                    config.http().names().getFirst(),
                    codec,
                    Topics.projections(register, deviceChanges),
                    clock,
                    random,
                    quotas(config.quota(), clock)));
            LostKeysException.look(ledger);
            FactsTopic.catchUp(database, ledger, register);
            return new Site(config, data, clock, random, database, ledger);
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    private static Quotas quotas(QuotaConfig quota, InstantSource clock) {
        return new Quotas(
                new Quotas.Limit(
                        quota.deviceEntries(),
                        quota.deviceEntriesPerHour(),
                        quota.deviceMegabytes() * MEGABYTE,
                        quota.deviceMegabytesPerHour() * MEGABYTE),
                new Quotas.Limit(
                        quota.organisationEntries(),
                        quota.organisationEntriesPerHour(),
                        quota.organisationMegabytes() * MEGABYTE,
                        quota.organisationMegabytesPerHour() * MEGABYTE),
                clock);
    }

    private void shareWhatSeveralNeed(Site site) {
        site.share(Contributions.class, new Contributions());
        site.share(Watches.class, new Watches());
        site.share(NoticeRules.class, Topics.notices());
        site.share(Gauges.class, new Gauges());
        site.share(Trials.class, new Trials());
        site.share(EntryFacts.class, facts);
        site.share(
                Hindsight.class,
                site.closeAtEnd(new Hindsight(site.database(), codec, Topics.migrations(), Topics.registers())));
        AuthorityConfig hierarchy = site.config().joining().hierarchy();
        Authorities authorities = new Authorities(
                site.database(), KeyRoom.open(hierarchy.keys(), site.data().path(), site.random()));
        site.share(Authorities.class, authorities);
        site.share(
                Hierarchy.class,
                new Hierarchy(site.database(), site.shell(), authorities, site.clock(), site.random()));
        DeviceAuthority authority = new DeviceAuthority(authorities, hierarchy, site.clock(), site.random());
        site.share(DeviceAuthority.class, authority);
        site.share(FactoryCertificates.class, new FactoryCertificates());
        site.share(
                MakerAuthorities.class,
                org -> site.database()
                        .read(tx -> new SqlJoiningStore(tx, org)
                                .anchors().stream().map(Anchor::certificate).toList()));
        site.share(WorkOrders.class, new VendorWork(site.ledger()));
        site.share(ResultSigner.Certificates.class, authority::verifier);
        site.share(GrantCertificates.class, authority::maintenance);
        site.share(TpmDoor.Certificates.class, authority::attestationKey);
        site.share(
                DeviceAuthentication.class,
                new DeviceAuthentication(site.database(), authority, deviceChanges, site.clock()));
        Checks checks = Topics.checks();
        Assessor assessor = new Assessor(Topics.catalogue(checks), checks);
        site.share(Assessor.class, assessor);
        site.share(PostureView.class, new AssuredPosture(site.database(), facts, assessor, site.clock()));
        Reactions reactions = new Reactions(site.ledger());
        site.share(Standings.class, reactions);
        site.share(DeviceStates.class, reactions);
        site.share(Measures.class, reactions);
    }
}
