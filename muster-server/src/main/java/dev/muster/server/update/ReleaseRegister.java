package dev.muster.server.update;

import dev.muster.core.ledger.Entry;
import dev.muster.core.update.KeyListPublished;
import dev.muster.core.update.ReleasePublished;
import dev.muster.core.update.SignerAccepted;
import dev.muster.core.update.SignerMay;
import dev.muster.core.update.SignerRevoked;
import dev.muster.core.update.SignersNeeded;
import dev.muster.ledger.sql.Tx;
import java.util.List;
import java.util.stream.Collectors;

/** The register of releases and of the keys that sign them: what entries change in it. */
final class ReleaseRegister {
    private ReleaseRegister() {}

    static void published(Tx tx, Entry entry, ReleasePublished published) {
        tx.update(
                "insert into update_release (org, id, product, version, sequence, envelope, envelope_bytes, signer,"
                        + " published_at, signers, findings, waiver, classes) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entry.org().value(),
                entry.subject().id(),
                published.product(),
                published.version(),
                published.sequence(),
                published.envelope().sha256(),
                published.envelope().bytes(),
                published.signer(),
                entry.effectiveAt(),
                String.join(",", published.signers().orElse(List.of(published.signer()))),
                published
                        .analysis()
                        .map(analysed -> String.join("\n", analysed.findings()))
                        .orElse(null),
                published.analysis().map(ReleasePublished.Analysed::waiver).orElse(""),
                published.analysis().flatMap(ReleasePublished.Analysed::classes).orElse(null));
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

    static void accepted(Tx tx, Entry entry, SignerAccepted accepted) {
        SignerMay may = accepted.may().orElse(SignerMay.USUAL);
        tx.update(
                "insert into update_signer (org, product, thumbprint, name, cose_key, downgrades, components, commands,"
                        + " parameters) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (org, product, thumbprint) do"
                        + " update set name = excluded.name, downgrades = excluded.downgrades, components ="
                        + " excluded.components, commands = excluded.commands, parameters = excluded.parameters",
                entry.org().value(),
                entry.subject().id(),
                accepted.thumbprint(),
                accepted.name(),
                accepted.key(),
                may.downgrades(),
                String.join("\n", may.components()),
                may.commands().stream().map(String::valueOf).collect(Collectors.joining(",")),
                may.parameters().stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    static void revoked(Tx tx, Entry entry, SignerRevoked revoked) {
        tx.update(
                "delete from update_signer where org = ? and product = ? and thumbprint = ?",
                entry.org().value(),
                entry.subject().id(),
                revoked.thumbprint());
    }

    static void listed(Tx tx, Entry entry, KeyListPublished published) {
        tx.update(
                "insert into update_key_list (org, product, epoch, list, published_at) values (?, ?, ?, ?, ?)",
                entry.org().value(),
                entry.subject().id(),
                published.epoch(),
                published.list(),
                entry.effectiveAt());
    }

    static void needed(Tx tx, Entry entry, SignersNeeded needed) {
        tx.update(
                "update update_product set signers_needed = ? where org = ? and id = ?",
                needed.count(),
                entry.org().value(),
                entry.subject().id());
    }
}
