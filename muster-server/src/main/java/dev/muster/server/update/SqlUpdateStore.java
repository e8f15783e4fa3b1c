package dev.muster.server.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Coverage;
import dev.muster.core.update.DeviceClasses;
import dev.muster.core.update.Release;
import dev.muster.core.update.Rollout;
import dev.muster.core.update.RolloutState;
import dev.muster.core.update.Target;
import dev.muster.core.update.UpdateStore;
import dev.muster.core.update.WaveCount;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the desks ask of the registers, on both databases. For one transaction and one organisation. */
public final class SqlUpdateStore implements UpdateStore {
    private final Tx tx;
    private final String org;

    public SqlUpdateStore(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org.value();
    }

    @Override
    public boolean hasProduct(ProductId product) {
        return tx.count("select count(*) as n from update_product where org = ? and id = ?", org, product.value()) > 0;
    }

    @Override
    public List<Signer> signers(ProductId product) {
        return SqlReleases.signers(tx, org, product);
    }

    @Override
    public int signersNeeded(ProductId product) {
        return SqlReleases.signersNeeded(tx, org, product);
    }

    @Override
    public Optional<byte[]> newestKeyList(ProductId product) {
        return SqlReleases.newestKeyList(tx, org, product);
    }

    @Override
    public List<DeviceClasses.Reported> deviceClasses(ProductId product) {
        return CapabilityRegister.of(tx, org, product);
    }

    @Override
    public Optional<Release> release(String id) {
        return SqlReleases.query(tx, org, "id = ?", id).stream().findFirst();
    }

    @Override
    public Optional<Release> releaseOfEnvelope(String sha256) {
        return SqlReleases.query(tx, org, "envelope = ?", sha256).stream().findFirst();
    }

    /** Newest first, at most this many. */
    List<Release> releases(int most) {
        return SqlReleases.query(tx, org, "1 = 1 order by published_at desc, id limit " + most);
    }

    @Override
    public long newestSequence(ProductId product) {
        return SqlReleases.newest(tx, org, product).map(Release::sequence).orElse(-1L);
    }

    @Override
    public Optional<String> newestVersion(ProductId product) {
        return SqlReleases.newest(tx, org, product).map(Release::version);
    }

    @Override
    public Optional<Rollout> rollout(String id) {
        return SqlRollouts.query(tx, this, "id = ?", org, id).stream().findFirst();
    }

    /** Newest first, at most this many. */
    List<Rollout> rollouts(int most) {
        return SqlRollouts.query(tx, this, "1 = 1 order by number desc limit " + most, org);
    }

    @Override
    public Optional<Rollout> currentRollout(ProductId product) {
        return SqlRollouts.query(
                        tx,
                        this,
                        "product = ? and state <> ? order by number desc limit 1",
                        org,
                        product.value(),
                        RolloutState.STOPPED)
                .stream()
                .findFirst();
    }

    @Override
    public List<Rollout> active() {
        return SqlRollouts.query(tx, this, "state <> ? order by number", org, RolloutState.STOPPED);
    }

    @Override
    public boolean held(DeviceId device) {
        return tx.count(
                        "select count(*) as n from update_device where org = ? and id = ? and held = 1",
                        org,
                        device.value())
                > 0;
    }

    @Override
    public int rollouts() {
        return (int) tx.count("select count(*) as n from update_rollout where org = ?", org);
    }

    @Override
    public List<Target> unsettled(Rollout rollout, Instant now, int most) {
        return SqlTargets.unsettled(tx, org, rollout, now, most);
    }

    @Override
    public List<Target> returned(Rollout rollout, int most) {
        return SqlTargets.returned(tx, org, rollout, most);
    }

    @Override
    public List<Target> withOpenOrders(String rollout, int most) {
        return SqlTargets.withOpenOrders(tx, org, rollout, most);
    }

    @Override
    public List<Target> lost(String rollout, int most) {
        return SqlTargets.lost(tx, org, rollout, most);
    }

    @Override
    public Optional<Target> target(String rollout, DeviceId device) {
        return SqlTargets.one(tx, org, rollout, device);
    }

    /** All devices of a rollout, at most this many. */
    List<Target> targets(String rollout, int most) {
        return SqlTargets.all(tx, org, rollout, most);
    }

    @Override
    public WaveCount count(String rollout, int wave) {
        return SqlTargets.count(tx.query(
                "select state, count(*) as n from update_target where org = ? and rollout = ? and wave = ?"
                        + " group by state",
                SqlTargets::tally,
                org,
                rollout,
                wave));
    }

    @Override
    public WaveCount count(String rollout) {
        return SqlTargets.count(tx.query(
                "select state, count(*) as n from update_target where org = ? and rollout = ? group by state",
                SqlTargets::tally,
                org,
                rollout));
    }

    @Override
    public int devices(Rollout rollout) {
        HawkbitFilter group = RolloutGroup.of(rollout.plan().terms().group());
        return (int) tx.count(
                "select count(*) as n from update_device d where d.org = ? and d.product = ? and d.in_service = 1 and "
                        + group.sql(),
                RolloutGroup.with(group, org, rollout.release().product().value()));
    }

    @Override
    public int offeredSince(String rollout, Instant since) {
        return (int) tx.count(
                "select count(*) as n from update_target where org = ? and rollout = ? and offered_at > ?",
                org,
                rollout,
                since);
    }

    @Override
    public long bytesPerHour() {
        return SqlPace.perHour(tx, org);
    }

    @Override
    public long bytesOfferedSince(Instant since) {
        return SqlPace.offeredSince(tx, org, since);
    }

    @Override
    public Coverage coverage(Rollout rollout) {
        Release release = rollout.release();
        HawkbitFilter group = RolloutGroup.of(rollout.plan().terms().group());
        return tx.one(
                        "select count(*) as devices, coalesce(sum(case when d.version = ? and not exists (select 1 from"
                                + " update_target t where t.org = d.org and t.rollout = ? and t.device = d.id)"
                                + " then 1 else 0 end), 0) as already,"
                                + " coalesce(sum(case when d.attested_at is null then 1 else 0 end), 0) as unseen"
                                + " from update_device d where d.org = ? and d.product = ? and d.in_service = 1 and "
                                + group.sql(),
                        row -> new Coverage(
                                row.integerOf("devices"), row.integerOf("already"), row.integerOf("unseen")),
                        RolloutGroup.with(
                                group,
                                release.version(),
                                rollout.id(),
                                org,
                                release.product().value()))
                .orElseThrow();
    }

    /** A device without any evidence yet is not offered anything: it may run the release already. */
    @Override
    public List<DeviceId> candidates(Rollout rollout, Optional<Instant> registeredBefore, int most) {
        HawkbitFilter group = RolloutGroup.of(rollout.plan().terms().group());
        return tx.query(
                "select d.id from update_device d where d.org = ? and d.product = ? and d.in_service = 1 and"
                        + " (d.attested_at is not null or (d.claims_only = 1 and ? = 1)) and d.version <> ? and d.held = 0"
                        + " and (d.claims_only = 1 or ? <> 'DOWNLOAD_ONLY') and d.since <= ? and not exists (select 1 from"
                        + " update_target t where t.org = d.org and t.rollout = ? and t.device = d.id) and "
                        + group.sql()
                        + " order by d.id limit " + most,
                row -> new DeviceId(row.text("id")),
                RolloutGroup.with(
                        group,
                        org,
                        rollout.release().product().value(),
                        rollout.plan().acceptsClaims() ? 1 : 0,
                        rollout.release().version(),
                        rollout.plan().terms().firmness(),
                        registeredBefore.orElse(Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000)),
                        rollout.id()));
    }

    /** A version that was brought back has several releases; the newest one is what its devices are offered. */
    @Override
    public Optional<Release> attestedRelease(DeviceId device) {
        return SqlReleases.query(
                        tx,
                        org,
                        "(product, version) = (select d.product, d.version from update_device d where d.org = ?"
                                + " and d.id = ?) order by sequence desc limit 1",
                        org,
                        device.value())
                .stream()
                .findFirst();
    }

    @Override
    public Optional<ProductId> productOf(DeviceId device) {
        return tx.one(
                "select product from update_device where org = ? and id = ?",
                row -> new ProductId(row.text("product")),
                org,
                device.value());
    }

    /** Whether an open order of the device leads to this artifact: the envelope itself, or what its release fetches. */
    boolean ordered(DeviceId device, String sha256) {
        return tx.count(
                        "select count(*) as n from update_order o where o.org = ? and o.device = ? and (o.envelope = ?"
                                + " or exists (select 1 from update_release r join update_release_artifact a"
                                + " on a.org = r.org and a.release = r.id where r.org = o.org and"
                                + " r.envelope = o.envelope and a.sha256 = ?))",
                        org,
                        device.value(),
                        sha256,
                        sha256)
                > 0;
    }

    /** Whether the artifact is a payload of a release of the device's product. */
    boolean publishedFor(DeviceId device, String sha256) {
        return tx.count(
                        "select count(*) as n from update_device d join update_release r on r.org = d.org and"
                                + " r.product = d.product join update_release_artifact a on a.org = r.org and"
                                + " a.release = r.id where d.org = ? and d.id = ? and a.sha256 = ?",
                        org,
                        device.value(),
                        sha256)
                > 0;
    }
}
