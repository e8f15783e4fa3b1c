package dev.muster.server.update;

import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DeviceRegistered;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.EndpointClosed;
import dev.muster.core.devices.EndpointOpened;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.OrderIssued;
import dev.muster.core.devices.ProductAdded;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.update.ArtifactUploaded;
import dev.muster.core.update.BytesCapped;
import dev.muster.core.update.CapabilitiesDeclared;
import dev.muster.core.update.DdiAttached;
import dev.muster.core.update.DdiAttributesSaid;
import dev.muster.core.update.DdiBack;
import dev.muster.core.update.DdiCancelAnswered;
import dev.muster.core.update.DdiGatewayOpened;
import dev.muster.core.update.DeviceClaimed;
import dev.muster.core.update.DeviceFailed;
import dev.muster.core.update.DeviceFellBack;
import dev.muster.core.update.DeviceHeld;
import dev.muster.core.update.DeviceLeft;
import dev.muster.core.update.DeviceOffered;
import dev.muster.core.update.DeviceOverdue;
import dev.muster.core.update.DeviceUpdated;
import dev.muster.core.update.InstallReported;
import dev.muster.core.update.KeyListPublished;
import dev.muster.core.update.ReleasePublished;
import dev.muster.core.update.RolloutFinished;
import dev.muster.core.update.RolloutPaused;
import dev.muster.core.update.RolloutResumed;
import dev.muster.core.update.RolloutStarted;
import dev.muster.core.update.RolloutState;
import dev.muster.core.update.RolloutStopped;
import dev.muster.core.update.SignerAccepted;
import dev.muster.core.update.SignerRevoked;
import dev.muster.core.update.SignersNeeded;
import dev.muster.core.update.TargetState;
import dev.muster.core.update.UpdateEvent;
import dev.muster.core.update.UserAsked;
import dev.muster.core.update.WaveOpened;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/** Folds entries into the registers of updates: its own, those about devices, and what evidence shows. */
public final class UpdateProjection implements Projection {
    private final AttestedSoftware attested;

    public UpdateProjection(AttestedSoftware attested) {
        this.attested = attested;
    }

    @Override
    public Set<Class<? extends Event>> events() {
        Set<Class<? extends Event>> all = new HashSet<>(attested.events());
        all.add(UpdateEvent.class);
        all.add(DeviceEvent.class);
        return all;
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        switch (event) {
            case UpdateEvent own -> update(tx, entry, own);
            case DeviceEvent device -> device(tx, entry, device);
            default -> {
                attested.version(event)
                        .ifPresent(version -> tx.update(
                                "update update_device set version = ?, attested_at = ?, contradicted = ?, claims_only"
                                        + " = 0 where org = ? and id = ?",
                                version,
                                entry.effectiveAt(),
                                attested.contradicts(event),
                                org(entry),
                                id(entry)));
                attested.keyEpoch(event)
                        .ifPresent(epoch -> tx.update(
                                "update update_device set key_epoch = ? where org = ? and id = ?",
                                epoch,
                                org(entry),
                                id(entry)));
                attested.capabilities(event).ifPresent(report -> CapabilityRegister.reported(tx, entry, report));
            }
        }
    }

    private static void device(Tx tx, Entry entry, DeviceEvent event) {
        switch (event) {
            case EndpointOpened _, EndpointClosed _ -> {}
            case ProductAdded added ->
                tx.update(
                        "insert into update_product (org, id) values (?, ?) on conflict (org, id) do nothing",
                        org(entry),
                        id(entry));
            case DeviceRegistered registered ->
                tx.update(
                        "insert into update_device (org, id, product, in_service, version, state, since)"
                                + " values (?, ?, ?, ?, '', ?, ?)"
                                + " on conflict (org, id) do update set product = excluded.product",
                        org(entry),
                        id(entry),
                        registered.product(),
                        DeviceState.MANUFACTURED.inService(),
                        DeviceState.MANUFACTURED,
                        entry.effectiveAt());
            case StateChanged changed ->
                tx.update(
                        "update update_device set in_service = ?, state = ? where org = ? and id = ?",
                        changed.to().inService(),
                        changed.to(),
                        org(entry),
                        id(entry));
            case OrderIssued issued -> {
                if (issued.kind() == OrderKind.INSTALL
                        && OrderAction.parse(issued.kind(), issued.args()) instanceof OrderAction.Install install) {
                    tx.update(
                            "insert into update_order (org, id, device, envelope) values (?, ?, ?, ?)"
                                    + " on conflict (org, id) do nothing",
                            org(entry),
                            issued.order(),
                            id(entry),
                            HexFormat.of().formatHex(install.manifestDigest()));
                }
            }
            case OrderClosed closed -> {
                tx.update("delete from update_order where org = ? and id = ?", org(entry), closed.order());
                if (closed.kind() == OrderKind.INSTALL) {
                    Targets.ended(tx, entry, closed);
                }
            }
        }
    }

    private static void update(Tx tx, Entry entry, UpdateEvent event) {
        switch (event) {
            case SignerAccepted accepted -> ReleaseRegister.accepted(tx, entry, accepted);
            case SignerRevoked revoked -> ReleaseRegister.revoked(tx, entry, revoked);
            case SignersNeeded needed -> ReleaseRegister.needed(tx, entry, needed);
            case KeyListPublished published -> ReleaseRegister.listed(tx, entry, published);
            case CapabilitiesDeclared declared -> CapabilityRegister.declared(tx, entry, declared);
            case ReleasePublished published -> ReleaseRegister.published(tx, entry, published);
            case RolloutStarted started -> RolloutRegister.started(tx, entry, started);
            case RolloutPaused paused ->
                RolloutRegister.state(tx, entry, RolloutState.PAUSED, paused.reason(), paused.detail());
            case RolloutResumed resumed -> {
                RolloutRegister.state(tx, entry, RolloutState.RUNNING, "", "");
                tx.update(
                        "update update_rollout set accepted_wave = ? where org = ? and id = ?",
                        resumed.acceptedWave(),
                        org(entry),
                        id(entry));
            }
            case RolloutStopped stopped -> {
                RolloutRegister.state(
                        tx,
                        entry,
                        RolloutState.STOPPED,
                        stopped.reason(),
                        stopped.why().orElse(""));
                tx.update(
                        "update update_rollout set draining = ? where org = ? and id = ?",
                        stopped.more().orElse(false),
                        org(entry),
                        id(entry));
            }
            case RolloutFinished finished -> {
                RolloutRegister.state(tx, entry, RolloutState.FINISHED, "", "");
                tx.update(
                        "update update_rollout set finished_at = coalesce(finished_at, ?) where org = ? and id = ?",
                        entry.effectiveAt(),
                        org(entry),
                        id(entry));
            }
            case WaveOpened opened ->
                tx.update(
                        "update update_rollout set wave = ?, wave_opened_at = ? where org = ? and id = ?",
                        opened.wave(),
                        entry.effectiveAt(),
                        org(entry),
                        id(entry));
            default -> target(tx, entry, event);
        }
    }

    /** What became of a device in a rollout, and what it says by hawkBit's device API. */
    private static void target(Tx tx, Entry entry, UpdateEvent event) {
        switch (event) {
            case DeviceOffered offered -> Targets.offered(tx, entry, offered);
            case DeviceUpdated updated -> Targets.settled(tx, entry, updated.rollout(), TargetState.UPDATED, "", "");
            case DeviceClaimed claimed ->
                Targets.settled(tx, entry, claimed.rollout(), TargetState.CLAIMED, "only-its-word", "");
            case DeviceFailed failed ->
                Targets.settled(tx, entry, failed.rollout(), TargetState.FAILED, failed.reason(), failed.detail());
            case DeviceOverdue overdue ->
                Targets.settled(
                        tx,
                        entry,
                        overdue.rollout(),
                        TargetState.OVERDUE,
                        overdue.reason().orElse("no-answer"),
                        "");
            case DeviceFellBack back ->
                Targets.settled(
                        tx,
                        entry,
                        back.rollout(),
                        TargetState.FELL_BACK,
                        back.version().isEmpty() ? "contradicted" : "other-version",
                        back.version());
            case DeviceLeft left -> Targets.settled(tx, entry, left.rollout(), TargetState.LEFT, left.reason(), "");
            case InstallReported reported -> Targets.reported(tx, entry, reported);
            case UserAsked asked -> Targets.asked(tx, entry, asked);
            case DeviceHeld held ->
                tx.update(
                        "update update_device set held = ?, held_reason = ? where org = ? and id = ?",
                        held.held(),
                        held.reason(),
                        org(entry),
                        id(entry));
            case DdiAttached attached -> DdiRegister.attached(tx, entry, attached);
            case ArtifactUploaded _ -> {}
            case BytesCapped capped -> SqlPace.capped(tx, entry, capped);
            case DdiGatewayOpened opened -> DdiRegister.gateway(tx, entry, opened);
            case DdiAttributesSaid said -> DdiRegister.attributes(tx, entry, said);
            case DdiBack _ -> DdiRegister.back(tx, entry);
            case DdiCancelAnswered answered -> DdiRegister.cancelled(tx, entry, answered);
            default -> throw new IllegalArgumentException("no register keeps " + event);
        }
    }

    private static String org(Entry entry) {
        return entry.org().value();
    }

    private static String id(Entry entry) {
        return entry.subject().id();
    }
}
