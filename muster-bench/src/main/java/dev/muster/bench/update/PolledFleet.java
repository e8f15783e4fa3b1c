package dev.muster.bench.update;

import dev.muster.cli.api.ApiClient;
import dev.muster.cli.maker.MakerKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.update.suit.ArtifactUri;
import dev.muster.format.update.suit.ClassIds;
import dev.muster.format.update.suit.EnvelopeBuilder;
import dev.muster.format.update.suit.FirmwareTemplate;
import dev.muster.format.update.suit.SuitDigest;
import dev.muster.ledger.sql.Database;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A fleet of one product by hawkBit's device API, with a release that none of its devices has. */
final class PolledFleet {
    static final String ORG = "demo";
    private static final String PRODUCT = "acme-cam";
    private static final byte[] IMAGE = "an image".getBytes(StandardCharsets.US_ASCII);
    private static final String API = "/api/v1/" + ORG + "/";

    private PolledFleet() {}

    static String id(int n) {
        return "cam-%07d".formatted(n);
    }

    /** A product with a release and its first device; the token that opens for all. */
    static String begin(ApiClient api) {
        Instant now = Instant.now();
        api.post(
                API + "products",
                Map.of(
                        "id",
                        PRODUCT,
                        "name",
                        "Acme camera",
                        "maker",
                        "Acme",
                        "model",
                        "AC-1",
                        "supportFrom",
                        now.toString(),
                        "supportUntil",
                        now.plus(Duration.ofDays(1000)).toString()));
        MakerKey maker = MakerKey.create("Acme", now, new SecureRandom());
        api.post(API + "release-keys", Map.of("product", PRODUCT, "name", "Acme", "key", maker.publicKeyPem()));
        api.send(API + "artifacts", "POST", "application/octet-stream", IMAGE);
        api.send(
                API + "releases?product=" + PRODUCT,
                "POST",
                "application/suit-envelope+cose",
                envelope(maker.updates()));
        api.post(API + "ddi/devices/" + id(0), Map.of("product", PRODUCT));
        return api.post(API + "ddi/gateway", Map.of()).path("token").asString();
    }

    private static byte[] envelope(CoseSigner signer) {
        byte[] vendor = ClassIds.vendor("acme.example");
        SuitDigest digest = SuitDigest.sha256(IMAGE);
        return EnvelopeBuilder.of(new FirmwareTemplate(
                                1,
                                vendor,
                                ClassIds.deviceClass(vendor, "AC-1"),
                                digest,
                                IMAGE.length,
                                ArtifactUri.of(digest.value()),
                                "1.0",
                                "")
                        .manifest())
                .sign(signer);
    }

    /**
     * Puts devices into the registers that updates read, as their entries would: a million of them would be four million
     * entries, which is another benchmark's work. Seconds that it took.
     */
    static double fill(Path data, int devices) {
        long from = System.nanoTime();
        try (Database database = Database.open("jdbc:sqlite:" + data.resolve("muster.db"), Duration.ofMinutes(10))) {
            String numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < " + (devices - 1)
                    + ") insert into ";
            database.change(tx -> {
                tx.update(numbers
                        + "update_device (org, id, product, in_service, version, state, since, claims_only) select"
                        + " d.org, printf('cam-%07d', i), d.product, d.in_service, d.version, d.state, d.since,"
                        + " d.claims_only from n cross join update_device d where d.id = 'cam-0000000'");
                tx.update(numbers + "update_ddi (org, device, token, attributes) select d.org, printf('cam-%07d', i),"
                        + " d.token, d.attributes from n cross join update_ddi d where d.device = 'cam-0000000'");
            });
        }
        return (System.nanoTime() - from) / 1e9;
    }

    /** Starts the rollout, and waits until its first wave is offered. */
    static void rollOut(ApiClient api, int devices) throws InterruptedException {
        long from = System.nanoTime();
        String id = api.post(
                        API + "rollouts",
                        Map.of(
                                "release",
                                PRODUCT + "-1.0",
                                "canary",
                                10,
                                "steps",
                                List.of(1, 100),
                                "acceptClaims",
                                true))
                .path("id")
                .asString();
        double created = (System.nanoTime() - from) / 1e9;
        JsonNode rollout;
        do {
            Thread.sleep(20);
            rollout = api.get(API + "rollouts/" + id).path("rollout");
        } while (rollout.path("count").path("offered").asInt() == 0);
        double offered = (System.nanoTime() - from) / 1e9;
        System.out.printf(
                "a rollout over %,d devices: created in %.2f s, its first wave offered after %.2f s (goal 5)%n",
                devices, created, offered);
    }
}
