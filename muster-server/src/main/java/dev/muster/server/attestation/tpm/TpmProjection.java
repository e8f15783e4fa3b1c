package dev.muster.server.attestation.tpm;

import dev.muster.core.attestation.tpm.EndorsementListed;
import dev.muster.core.attestation.tpm.KeyProved;
import dev.muster.core.attestation.tpm.TpmKeyEvent;
import dev.muster.core.attestation.tpm.TpmMakerAdded;
import dev.muster.core.attestation.tpm.TpmMakerRemoved;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.util.Set;

/** Folds what happened to TPMs into their registers. */
public final class TpmProjection implements Projection {
    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(TpmKeyEvent.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        String org = entry.org().value();
        String id = entry.subject().id();
        switch ((TpmKeyEvent) event) {
            case TpmMakerAdded added ->
                tx.update(
                        "insert into attestation_tpm_maker (org, fingerprint, certificate, maker, home)"
                                + " values (?, ?, ?, ?, ?) on conflict (org, fingerprint) do update set"
                                + " maker = excluded.maker, home = excluded.home",
                        org,
                        id,
                        added.certificate(),
                        added.maker(),
                        added.home());
            case TpmMakerRemoved _ ->
                tx.update("delete from attestation_tpm_maker where org = ? and fingerprint = ?", org, id);
            case EndorsementListed listed ->
                tx.update(
                        "insert into attestation_tpm_listed (org, device, endorsement) values (?, ?, ?)"
                                + " on conflict (org, device) do update set endorsement = excluded.endorsement",
                        org,
                        id,
                        listed.endorsement());
            case KeyProved proved -> proved(tx, entry, proved);
        }
    }

    private static void proved(Tx tx, Entry entry, KeyProved proved) {
        String org = entry.org().value();
        tx.update(
                "insert into attestation_tpm_key (org, device, name, key_digest, endorsement, home)"
                        + " values (?, ?, ?, ?, ?, ?) on conflict (org, device) do update set name = excluded.name,"
                        + " key_digest = excluded.key_digest, endorsement = excluded.endorsement,"
                        + " home = excluded.home",
                org,
                entry.subject().id(),
                proved.name(),
                proved.key(),
                proved.endorsement(),
                proved.home());
        tx.update("delete from attestation_tpm_ticket where org = ? and ends < ?", org, entry.effectiveAt());
        tx.update(
                "insert into attestation_tpm_ticket (org, ticket, ends) values (?, ?, ?)"
                        + " on conflict (org, ticket) do nothing",
                org,
                proved.ticket(),
                proved.ticketEnds());
    }
}
