package dev.muster.server.update;

import dev.muster.core.devices.ProductId;
import dev.muster.core.update.Artifact;
import dev.muster.core.update.Release;
import dev.muster.core.update.ReleasePublished;
import dev.muster.core.update.SignerMay;
import dev.muster.core.update.UpdateStore.Signer;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The register of releases and their keys, as {@link dev.muster.core.update.UpdateStore} asks for it. */
final class SqlReleases {
    private static final String RELEASE =
            "select id, product, version, sequence, envelope, envelope_bytes, signer, published_at, signers, findings,"
                    + " waiver, classes from update_release where org = ? and ";

    private SqlReleases() {}

    /** @param args for {@code where} */
    static List<Release> query(Tx tx, String org, String where, Object... args) {
        List<Object> all = new ArrayList<>(List.of(org));
        all.addAll(List.of(args));
        return tx.query(RELEASE + where, row -> release(row, tx, org), all.toArray());
    }

    /** The one with the highest sequence number. */
    static Optional<Release> newest(Tx tx, String org, ProductId product) {
        return query(tx, org, "product = ? order by sequence desc limit 1", product.value()).stream()
                .findFirst();
    }

    static List<Signer> signers(Tx tx, String org, ProductId product) {
        return tx.query(
                "select name, thumbprint, cose_key, downgrades, components, commands, parameters from update_signer"
                        + " where org = ? and product = ? order by thumbprint",
                row -> new Signer(row.text("name"), row.text("thumbprint"), row.bytes("cose_key"), may(row)),
                org,
                product.value());
    }

    static int signersNeeded(Tx tx, String org, ProductId product) {
        return tx.one(
                        "select signers_needed from update_product where org = ? and id = ?",
                        row -> row.integerOf("signers_needed"),
                        org,
                        product.value())
                .orElse(1);
    }

    static Optional<byte[]> newestKeyList(Tx tx, String org, ProductId product) {
        return tx.one(
                "select list from update_key_list where org = ? and product = ? order by epoch desc limit 1",
                row -> row.bytes("list"),
                org,
                product.value());
    }

    /** Digests of artifacts that a release names, or an open order. */
    static Set<String> wantedArtifacts(Tx tx, String org) {
        return new HashSet<>(tx.query(
                "select envelope as digest from update_release where org = ? union select sha256 from"
                        + " update_release_artifact where org = ? union select envelope from update_order where org = ?",
                row -> row.text("digest"),
                org,
                org,
                org));
    }

    /** The newest first. */
    static List<byte[]> newestKeyLists(Tx tx, String org, ProductId product, int most) {
        return tx.query(
                "select list from update_key_list where org = ? and product = ? order by epoch desc limit " + most,
                row -> row.bytes("list"),
                org,
                product.value());
    }

    /** After an epoch, the oldest first. */
    static List<byte[]> keyLists(Tx tx, String org, ProductId product, long after, int most) {
        return tx.query(
                "select list from update_key_list where org = ? and product = ? and epoch > ? order by epoch limit "
                        + most,
                row -> row.bytes("list"),
                org,
                product.value(),
                after);
    }

    private static SignerMay may(Row row) {
        return new SignerMay(
                row.number("downgrades") == 1,
                parts(row.text("components"), "\n").toList(),
                parts(row.text("commands"), ",").map(Long::valueOf).toList(),
                parts(row.text("parameters"), ",").map(Long::valueOf).toList());
    }

    private static Stream<String> parts(String text, String between) {
        return text.isEmpty() ? Stream.empty() : Stream.of(text.split(between, -1));
    }

    private static Release release(Row row, Tx tx, String org) {
        String id = row.text("id");
        String signer = row.text("signer");
        List<String> signers = parts(row.text("signers"), ",").toList();
        String waiver = row.text("waiver");
        return new Release(
                id,
                new ProductId(row.text("product")),
                row.text("version"),
                row.number("sequence"),
                new Artifact(row.text("envelope"), row.number("envelope_bytes")),
                artifacts(tx, org, id),
                signer,
                signers.isEmpty() ? List.of(signer) : signers,
                row.findText("findings")
                        .map(lines -> new ReleasePublished.Analysed(
                                parts(lines, "\n").toList(),
                                waiver,
                                row.findNumber("classes").map(Long::intValue))),
                row.instant("published_at"));
    }

    private static List<Artifact> artifacts(Tx tx, String org, String release) {
        return tx.query(
                "select sha256, bytes from update_release_artifact where org = ? and release = ? order by sha256",
                artifact -> new Artifact(artifact.text("sha256"), artifact.number("bytes")),
                org,
                release);
    }
}
