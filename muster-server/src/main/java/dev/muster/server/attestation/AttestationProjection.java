package dev.muster.server.attestation;

import dev.muster.core.attestation.AttestationEvent;
import dev.muster.core.attestation.Counters;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.EvidenceRefused;
import dev.muster.core.attestation.MakerRegistered;
import dev.muster.core.attestation.Match;
import dev.muster.core.attestation.PolicySet;
import dev.muster.core.attestation.ReferenceLifeChanged;
import dev.muster.core.attestation.ReferenceValuesAdded;
import dev.muster.core.attestation.ResultDisputed;
import dev.muster.core.attestation.SharedKeyImported;
import dev.muster.core.attestation.SharedKeyRemoved;
import dev.muster.core.attestation.TwinSeen;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.OrderIssued;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sequence.Stored;
import dev.muster.ledger.sql.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Folds the entries of attestation into its registers. */
public final class AttestationProjection implements Projection {
    private static final List<String> AGREED =
            List.of("agreed_maker", "agreed_corim", "agreed_corim_id", "agreed_tag", "agreed_version");

    private static final String LATEST =
            "insert into attestation_latest (org, device, entry, appraised_at, status, reason, version,"
                    + " matched_version, slot, slot_digest, strength, differences, boot_count, "
                    + String.join(", ", AGREED)
                    + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " on conflict (org, device) do update set entry = excluded.entry,"
                    + " appraised_at = excluded.appraised_at, status = excluded.status, reason = excluded.reason,"
                    + " version = excluded.version, matched_version = excluded.matched_version,"
                    + " slot = excluded.slot, slot_digest = excluded.slot_digest, strength = excluded.strength,"
                    + " differences = excluded.differences, boot_count = excluded.boot_count, "
                    + String.join(
                            ", ",
                            AGREED.stream().map(AttestationProjection::kept).toList());

    private static final Match NOTHING = new Match("", "", "", "", "");

    private static final String COUNTED =
            "insert into attestation_counter (org, device, key_digest, boot_count, uptime, twin)"
                    + " values (?, ?, ?, ?, ?, 0) on conflict (org, device) do update set"
                    + " key_digest = excluded.key_digest, boot_count = excluded.boot_count,"
                    + " uptime = excluded.uptime, twin = 0";

    private final UsedNonces used = new UsedNonces();

    /** What a device agreed with stays when its newest evidence agrees with nothing. */
    private static String kept(String column) {
        return column + " = case when excluded.agreed_corim = '' then attestation_latest." + column + " else excluded."
                + column + " end";
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(AttestationEvent.class, StateChanged.class, OrderIssued.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        if (event instanceof StateChanged changed) {
            released(tx, entry, changed);
            return;
        }
        if (event instanceof OrderIssued order) {
            sentBack(tx, entry, order);
            return;
        }
        switch ((AttestationEvent) event) {
            case MakerRegistered maker ->
                tx.update(
                        "insert into attestation_maker (org, thumbprint, maker, cose_key) values (?, ?, ?, ?)"
                                + " on conflict (org, thumbprint) do nothing",
                        entry.org().value(),
                        maker.thumbprint(),
                        maker.maker(),
                        maker.key());
            case ReferenceValuesAdded added -> added(tx, entry, added);
            case PolicySet set ->
                tx.update(
                        "insert into attestation_policy (org, rules) values (?, ?)"
                                + " on conflict (org) do update set rules = excluded.rules",
                        entry.org().value(),
                        StoredPolicy.text(set.table()));
            case SharedKeyImported key -> SqlSharedKeys.fold(tx, entry, key);
            case SharedKeyRemoved removed -> SqlSharedKeys.fold(tx, entry, removed);
            case ReferenceLifeChanged changed -> lives(tx, entry, changed);
            case EvidenceAppraised appraised -> appraised(tx, List.of(new Stored(entry, appraised, Optional.empty())));
            case TwinSeen twin ->
                tx.update(
                        "update attestation_counter set twin = 1 where org = ? and device = ? and key_digest = ?",
                        entry.org().value(),
                        entry.subject().id(),
                        twin.key());
            case ResultDisputed disputed -> {
                // Nothing to fold: it is a fact for people, and no rule goes by it.
            }
            case EvidenceRefused refused ->
                tx.update(
                        "insert into attestation_refusal (org, device, code, refused_at) values (?, ?, ?, ?)"
                                + " on conflict (org, device) do update set code = excluded.code,"
                                + " refused_at = excluded.refused_at",
                        entry.org().value(),
                        entry.subject().id(),
                        refused.code(),
                        entry.effectiveAt());
        }
    }

    /** Evidence releases nobody whose counters went backwards, so whoever is released then was released by a person. */
    private static void released(Tx tx, Entry entry, StateChanged changed) {
        if (changed.from() == DeviceState.QUARANTINED && changed.to().inService()) {
            tx.update(
                    "delete from attestation_counter where org = ? and device = ? and twin = 1",
                    entry.org().value(),
                    entry.subject().id());
        }
    }

    /** Who is told to go back does not go back by itself: what it agreed with before is held against it no more. */
    private static void sentBack(Tx tx, Entry entry, OrderIssued order) {
        if (order.kind() == OrderKind.ROLL_BACK) {
            tx.update(
                    "update attestation_latest set agreed_maker = '', agreed_corim = '', agreed_corim_id = '',"
                            + " agreed_tag = '', agreed_version = '' where org = ? and device = ?",
                    entry.org().value(),
                    entry.subject().id());
        }
    }

    /** Evidence of schemes that count nothing leaves what is known. */
    private static void counted(Tx tx, List<Stored> run) {
        List<@Nullable Object[]> rows = new ArrayList<>(run.size());
        for (Stored stored : run) {
            Counters.of((EvidenceAppraised) stored.event())
                    .ifPresent(now -> rows.add(new Object[] {
                        stored.entry().org().value(),
                        stored.entry().subject().id(),
                        now.key(),
                        now.bootCount(),
                        now.uptimeSeconds()
                    }));
        }
        if (!rows.isEmpty()) {
            tx.batch(COUNTED, rows);
        }
    }

    private static void added(Tx tx, Entry entry, ReferenceValuesAdded added) {
        tx.update(
                "insert into attestation_manifest (org, digest, entry, maker, corim_id, added_at, corim, signer_key)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                entry.org().value(),
                added.digest(),
                entry.index(),
                added.maker(),
                added.corimId(),
                entry.effectiveAt(),
                added.corim(),
                added.signer().orElse(null));
        List<ReferenceValuesAdded.Release> releases = added.releases();
        for (int part = 0; part < releases.size(); part++) {
            ReferenceValuesAdded.Release release = releases.get(part);
            tx.update(
                    "insert into attestation_release (org, digest, part, maker, model, version, slot_digest)"
                            + " values (?, ?, ?, ?, ?, ?, ?)",
                    entry.org().value(),
                    added.digest(),
                    part,
                    added.maker(),
                    release.model(),
                    release.version(),
                    release.slotDigest());
        }
        set(tx, entry, added.referenceSet());
    }

    private static void lives(Tx tx, Entry entry, ReferenceLifeChanged changed) {
        tx.update(
                "insert into attestation_life (org, entry, digest, tag, state, until_at, successor, cause)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                entry.org().value(),
                entry.index(),
                changed.digest(),
                changed.tag(),
                changed.state().word(),
                changed.until().orElse(null),
                changed.successor(),
                changed.cause());
        set(tx, entry, changed.referenceSet());
    }

    private static void set(Tx tx, Entry entry, String id) {
        tx.update(
                "insert into attestation_set (org, id) values (?, ?) on conflict (org) do update set id = excluded.id",
                entry.org().value(),
                id);
    }

    /** The evidence of one batch: devices differ, or the newest of one comes last. */
    @Override
    public void applyAll(Tx tx, List<Stored> all) {
        Projection.runs(all, run -> take(tx, run));
    }

    private void take(Tx tx, List<Stored> run) {
        if (run.getFirst().event() instanceof EvidenceAppraised) {
            appraised(tx, run);
        } else {
            run.forEach(stored -> apply(tx, stored.entry(), stored.event()));
        }
    }

    private void appraised(Tx tx, List<Stored> run) {
        List<@Nullable Object[]> latest = new ArrayList<>(run.size());
        List<@Nullable Object[]> nonces = new ArrayList<>(run.size());
        for (Stored stored : run) {
            Entry entry = stored.entry();
            EvidenceAppraised event = (EvidenceAppraised) stored.event();
            latest.add(latest(entry, event));
            for (byte[] used : event.usedUp()) {
                nonces.add(new Object[] {entry.org().value(), used, event.usedUpUntil()});
            }
        }
        tx.batch(LATEST, latest);
        counted(tx, run);
        used.keep(
                tx,
                run.getFirst().entry().org(),
                nonces,
                ((EvidenceAppraised) run.getFirst().event()).appraisedAt());
    }

    private static @Nullable Object[] latest(Entry entry, EvidenceAppraised event) {
        EvidenceAppraised.Software software = event.software();
        Match agreed = event.agreedNow().orElse(NOTHING);
        return new Object[] {
            entry.org().value(),
            entry.subject().id(),
            entry.index(),
            event.appraisedAt(),
            event.status().word(),
            event.reasons().isEmpty() ? "" : event.reasons().getFirst().code(),
            software.version(),
            event.match().map(Match::version).orElse(""),
            software.slot(),
            software.digest(),
            event.proved().word(),
            event.differencesTotal(),
            software.bootCount(),
            agreed.maker(),
            agreed.corim(),
            agreed.corimId(),
            agreed.tag(),
            agreed.version()
        };
    }
}
