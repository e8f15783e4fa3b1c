package dev.muster.server.attestation;

import dev.muster.core.attestation.AttestationStore;
import dev.muster.core.attestation.Counters;
import dev.muster.core.attestation.ImportedKeys;
import dev.muster.core.attestation.MakerAnchor;
import dev.muster.core.attestation.Match;
import dev.muster.core.attestation.PolicyTable;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.devices.SqlDeviceRegister;
import java.util.List;
import java.util.Optional;

/** The registers of one organisation, as the desks see them within a transaction. */
public final class SqlAttestationStore implements AttestationStore {
    private final Tx tx;
    private final OrgId org;
    private final ReferenceSets sets;

    public SqlAttestationStore(Tx tx, OrgId org, ReferenceSets sets) {
        this.tx = tx;
        this.org = org;
        this.sets = sets;
    }

    @Override
    public List<MakerAnchor> makers() {
        return tx.query(
                "select maker, thumbprint, cose_key from attestation_maker where org = ? order by maker, thumbprint",
                row -> new MakerAnchor(row.text("maker"), row.text("thumbprint"), row.bytes("cose_key")),
                org.value());
    }

    @Override
    public boolean hasManifest(String digest) {
        return tx.count(
                        "select count(*) as n from attestation_manifest where org = ? and digest = ?",
                        org.value(),
                        digest)
                > 0;
    }

    @Override
    public String referenceSetId() {
        return ReferenceSets.id(tx, org);
    }

    @Override
    public ReferenceSet references() {
        return sets.current(tx, org);
    }

    @Override
    public boolean nonceUsed(byte[] nonce) {
        return tx.count("select count(*) as n from attestation_nonce where org = ? and nonce = ?", org.value(), nonce)
                > 0;
    }

    @Override
    public Optional<Origin> origin(DeviceId device) {
        return new SqlDeviceRegister(tx, org)
                .productOf(device)
                .map(product -> new Origin(product.maker(), product.model()));
    }

    @Override
    public Optional<Counters> counters(DeviceId device) {
        return tx.one(
                "select key_digest, boot_count, uptime, twin from attestation_counter where org = ? and device = ?",
                row -> new Counters(
                        row.text("key_digest"), row.number("boot_count"), row.number("uptime"), row.truth("twin")),
                org.value(),
                device.value());
    }

    @Override
    public Optional<Match> lastAgreed(DeviceId device) {
        return tx.one(
                        "select agreed_maker, agreed_corim, agreed_corim_id, agreed_tag, agreed_version"
                                + " from attestation_latest where org = ? and device = ?",
                        row -> new Match(
                                row.text("agreed_maker"),
                                row.text("agreed_corim"),
                                row.text("agreed_corim_id"),
                                row.text("agreed_tag"),
                                row.text("agreed_version")),
                        org.value(),
                        device.value())
                .filter(agreed -> !agreed.corim().isEmpty());
    }

    @Override
    public PolicyTable policy() {
        return policy(tx, org);
    }

    static PolicyTable policy(Tx tx, OrgId org) {
        return rules(tx, org).map(StoredPolicy::table).orElse(PolicyTable.NONE);
    }

    /** The same as it is kept. */
    static Optional<String> rules(Tx tx, OrgId org) {
        return tx.one("select rules from attestation_policy where org = ?", row -> row.text("rules"), org.value());
    }

    @Override
    public Optional<ImportedKeys.Imported> importedKey(String id) {
        return SqlSharedKeys.find(tx, org, id);
    }

    @Override
    public int importedKeys(ImportedKeys.Owner owner) {
        return SqlSharedKeys.count(tx, org, owner);
    }

    @Override
    public Optional<LastRefusal> lastRefusal(DeviceId device) {
        return tx.one(
                "select code, refused_at from attestation_refusal where org = ? and device = ?",
                row -> new LastRefusal(row.text("code"), row.instant("refused_at")),
                org.value(),
                device.value());
    }
}
