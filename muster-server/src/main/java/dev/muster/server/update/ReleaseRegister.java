package dev.muster.server.update;

import dev.muster.core.ledger.Entry;
import dev.muster.core.update.ReleasePublished;
import dev.muster.ledger.sql.Tx;

/** The register of releases: what entries change in it. */
final class ReleaseRegister {
    private ReleaseRegister() {}

    static void published(Tx tx, Entry entry, ReleasePublished published) {
        tx.update(
                "insert into update_release (org, id, product, version, sequence, envelope, envelope_bytes, signer,"
                        + " published_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entry.org().value(),
                entry.subject().id(),
                published.product(),
                published.version(),
                published.sequence(),
                published.envelope().sha256(),
                published.envelope().bytes(),
                published.signer(),
                entry.effectiveAt());
        published
                .artifacts()
                .forEach(artifact -> tx.update(
                        "insert into update_release_artifact (org, release, sha256, bytes) values (?, ?, ?, ?)"
                                + " on conflict (org, release, sha256) do nothing",
                        entry.org().value(),
                        entry.subject().id(),
                        artifact.sha256(),
                        artifact.bytes()));
    }
}
