package dev.muster.server.joining;

import dev.muster.core.joining.AdmissionSet;
import dev.muster.core.joining.AnchorAdded;
import dev.muster.core.joining.AnchorRemoved;
import dev.muster.core.joining.AuthorityCreated;
import dev.muster.core.joining.DeviceIdentified;
import dev.muster.core.joining.Enrolled;
import dev.muster.core.joining.EnrolmentRefused;
import dev.muster.core.joining.FactoryKeySeen;
import dev.muster.core.joining.JoiningAnswered;
import dev.muster.core.joining.JoiningEvent;
import dev.muster.core.joining.JoiningRequested;
import dev.muster.core.joining.KeyShared;
import dev.muster.core.joining.OwnershipReleased;
import dev.muster.core.joining.Token;
import dev.muster.core.joining.TokenMade;
import dev.muster.core.joining.TokenWithdrawn;
import dev.muster.core.joining.VoucherAsked;
import dev.muster.core.joining.VoucherSignerAdded;
import dev.muster.core.joining.VoucherSignerRemoved;
import dev.muster.core.joining.VoucherTaken;
import dev.muster.core.joining.Waiting;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.util.Set;

/** Keeps the tables of anchors, authorities and enrolments. */
public final class JoiningProjection implements Projection {

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(JoiningEvent.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        String org = entry.org().value();
        String id = entry.subject().id();
        switch ((JoiningEvent) event) {
            case AnchorAdded added -> anchor(tx, entry, added);
            case AdmissionSet set ->
                tx.update(
                        "update joining_anchor set admission = ? where org = ? and fingerprint = ?",
                        set.admission(),
                        org,
                        id);
            case AnchorRemoved _ -> tx.update("delete from joining_anchor where org = ? and fingerprint = ?", org, id);
            case Enrolled enrolled -> enrolled(tx, org, id, enrolled);
            case DeviceIdentified identified -> identified(tx, entry, identified);
            case TokenMade made -> token(tx, entry, made);
            case TokenWithdrawn _ -> tx.update("delete from joining_token where org = ? and digest = ?", org, id);
            case JoiningRequested requested -> requested(tx, entry, requested);
            case JoiningAnswered answered ->
                tx.update(
                        "update joining_waiting set word = ? where org = ? and device = ? and factory = ?",
                        answered.admitted() ? Waiting.Word.APPROVED : Waiting.Word.DENIED,
                        org,
                        id,
                        answered.factory());
            case OwnershipReleased _ -> released(tx, entry);
            case FactoryKeySeen seen -> factoryKey(tx, org, id, seen.key());
            case KeyShared shared -> keyShared(tx, org, id, shared.key());
            case VoucherSignerAdded added -> SqlVouchers.added(tx, entry, added);
            case VoucherSignerRemoved _ -> SqlVouchers.removed(tx, entry);
            case VoucherTaken taken -> SqlVouchers.taken(tx, entry, taken);
            case VoucherAsked asked -> SqlVouchers.asked(tx, entry, asked);
            case AuthorityCreated _, EnrolmentRefused _ -> {
                // The first is kept with the authorities; the second is only a fact.
            }
        }
    }

    /** A key that a device replaced by itself is remembered, for the case that it never heard of its new certificate. */
    private static void enrolled(Tx tx, String org, String device, Enrolled enrolled) {
        boolean replaced = enrolled.means() == Enrolled.Means.LOCAL_IDENTITY && enrolled.rekeyed();
        tx.update(
                "insert into joining_enrolment (org, device, certificate, key_digest, factory, released, authority)"
                        + " values (?, ?, ?, ?, ?, 0, ?) on conflict (org, device) do update set"
                        + " previous_key = case when " + (replaced ? 1 : 0) + " = 1"
                        + " then joining_enrolment.key_digest else null end,"
                        + " certificate = excluded.certificate, key_digest = excluded.key_digest,"
                        + " factory = excluded.factory, released = 0, authority = excluded.authority",
                org,
                device,
                enrolled.certificate(),
                enrolled.key(),
                enrolled.factory(),
                enrolled.authority());
        issued(tx, org, device, enrolled);
        tx.update("delete from joining_waiting where org = ? and device = ?", org, device);
        if (enrolled.means() == Enrolled.Means.TOKEN) {
            tx.update(
                    "update joining_token set used_by = ? where org = ? and digest = ?",
                    enrolled.key(),
                    org,
                    enrolled.factory().substring((Token.KIND + ":").length()));
        }
    }

    private static void factoryKey(Tx tx, String org, String device, String key) {
        tx.update(
                "insert into joining_factory_key (org, device, key_digest) values (?, ?, ?)"
                        + " on conflict (org, device) do update set key_digest = excluded.key_digest",
                org,
                device,
                key);
    }

    private static void keyShared(Tx tx, String org, String device, String key) {
        tx.update(
                "insert into joining_key_shared (org, device, key_digest) values (?, ?, ?)"
                        + " on conflict (org, device, key_digest) do nothing",
                org,
                device,
                key);
    }

    private static void anchor(Tx tx, Entry entry, AnchorAdded added) {
        String org = entry.org().value();
        String id = entry.subject().id();
        tx.update(
                "insert into joining_anchor (org, fingerprint, certificate, maker) values (?, ?, ?, ?)"
                        + " on conflict (org, fingerprint) do update set maker = excluded.maker",
                org,
                id,
                added.certificate(),
                added.maker());
    }

    private static void identified(Tx tx, Entry entry, DeviceIdentified identified) {
        String org = entry.org().value();
        String id = entry.subject().id();
        tx.update(
                "insert into joining_identity (org, device, uuid, maker, model, serial) values (?, ?, ?, ?, ?,"
                        + " ?) on conflict (org, device) do nothing",
                org,
                id,
                identified.uuid(),
                identified.maker(),
                identified.model(),
                identified.serial());
    }

    private static void token(Tx tx, Entry entry, TokenMade made) {
        String org = entry.org().value();
        String id = entry.subject().id();
        tx.update(
                "insert into joining_token (org, digest, device, product, until_at) values (?, ?, ?, ?, ?)"
                        + " on conflict (org, digest) do nothing",
                org,
                id,
                made.device(),
                made.product(),
                made.until());
    }

    private static void requested(Tx tx, Entry entry, JoiningRequested requested) {
        String org = entry.org().value();
        String id = entry.subject().id();
        tx.update(
                "insert into joining_waiting (org, device, factory, maker, model, since, word)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (org, device) do update set"
                        + " factory = excluded.factory, maker = excluded.maker, model = excluded.model,"
                        + " since = excluded.since, word = excluded.word",
                org,
                id,
                requested.factory(),
                requested.maker(),
                requested.model(),
                entry.effectiveAt(),
                Waiting.Word.NONE);
    }

    private static void released(Tx tx, Entry entry) {
        String org = entry.org().value();
        String device = entry.subject().id();
        tx.update("update joining_enrolment set released = 1 where org = ? and device = ?", org, device);
        tx.update("delete from joining_factory_key where org = ? and device = ?", org, device);
        tx.update("delete from joining_key_shared where org = ? and device = ?", org, device);
        tx.update(
                "update joining_issued set ended_at = ? where org = ? and device = ? and ended_at is null",
                entry.effectiveAt(),
                org,
                device);
    }

    /** A certificate ends when its key is replaced; one with the same key stays good beside the next. */
    private static void issued(Tx tx, String org, String device, Enrolled enrolled) {
        tx.update(
                "delete from joining_issued where org = ? and device = ? and not_after < ?",
                org,
                device,
                enrolled.notBefore());
        tx.update(
                "update joining_issued set ended_at = ? where org = ? and device = ? and key_digest <> ?"
                        + " and ended_at is null",
                enrolled.notBefore(),
                org,
                device,
                enrolled.key());
        tx.update(
                "insert into joining_issued (org, serial, device, key_digest, not_after, authority)"
                        + " values (?, ?, ?, ?, ?, ?)"
                        + " on conflict (org, serial) do nothing",
                org,
                enrolled.serial(),
                device,
                enrolled.key(),
                enrolled.notAfter(),
                enrolled.authority());
    }
}
