package dev.muster.cli.demo;

import dev.muster.cli.api.ApiClient;
import dev.muster.cli.maker.ReleaseFiles;
import dev.muster.fleet.maker.Firmware;
import dev.muster.format.attest.corim.Validity;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificateReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Step 2: the maker registers its product and keys, and publishes what two versions look like and one update. */
final class MakerStep implements Step {

    /** As the CRA asks at least for most products: five years. */
    private static final Duration SUPPORT = Duration.ofDays(5 * 365);

    @Override
    public String name() {
        return "maker";
    }

    @Override
    public void run(DemoWorld world, Story story) throws Exception {
        ApiClient api = world.api();
        Instant now = Instant.now();
        api.post(
                DemoWorld.path("products"),
                Map.of(
                        "id",
                        DemoPlan.PRODUCT,
                        "name",
                        "Acme camera",
                        "maker",
                        DemoPlan.MAKER,
                        "model",
                        DemoPlan.MODEL,
                        "supportFrom",
                        world.since().toString(),
                        "supportUntil",
                        now.plus(SUPPORT).toString()));
        String anchor = new Pem("CERTIFICATE", CertificateReader.encoded(world.factory.certificate())).encode();
        api.post(DemoWorld.path("anchors"), Map.of("maker", DemoPlan.MAKER, "certificate", anchor));
        api.post(DemoWorld.path("makers"), Map.of("maker", DemoPlan.MAKER, "key", world.maker.publicKeyPem()));
        api.post(
                DemoWorld.path("release-keys"),
                Map.of("product", DemoPlan.PRODUCT, "name", DemoPlan.MAKER, "key", world.maker.publicKeyPem()));
        story.line(
                name(),
                "product " + DemoPlan.PRODUCT + " of " + DemoPlan.MAKER + ", supported until "
                        + now.plus(SUPPORT).toString().substring(0, 10)
                        + "; its factory and its release key are registered");
        references(world, world.first, 1);
        references(world, world.second, 2);
        int bytes = world.first.image().encode().length;
        story.line(
                name(),
                "firmware " + DemoPlan.FIRST_VERSION + " and " + DemoPlan.SECOND_VERSION + ", "
                        + String.format("%.1f", bytes / 1048576.0) + " MiB each, one file changed ("
                        + Firmware.PROGRAM + "); CoSWID and signed CoRIM for both");
        release(world, story);
    }

    /** The second version as an update that devices will obey: image and signed SUIT envelope. */
    private void release(DemoWorld world, Story story) {
        byte[] image = world.second.image().encode();
        world.api().send(DemoWorld.path("artifacts"), "POST", "application/octet-stream", image);
        byte[] envelope = release(world.second, 2).envelope(world.maker, image);
        JsonNode published = world.api()
                .send(
                        DemoWorld.path("releases?product=" + DemoPlan.PRODUCT),
                        "POST",
                        "application/suit-envelope+cose",
                        envelope);
        NotShown.unless(!published.path("id").asString("").isEmpty(), "the release was not published");
        story.line(
                name(),
                "release " + published.path("id").asString() + ": SUIT envelope of " + envelope.length
                        + " bytes, sequence " + published.path("sequence").asLong() + ", every publication an entry");
    }

    private static void references(DemoWorld world, Firmware firmware, long sequence) {
        Validity validity =
                new Validity(Optional.of(world.since()), Instant.now().plus(SUPPORT));
        byte[] corim =
                release(firmware, sequence).references(world.maker, firmware.measurement(), Optional.of(validity));
        JsonNode added = world.api().send(DemoWorld.path("references"), "POST", "application/rim+cose", corim);
        NotShown.unless(!added.path("digest").asString("").isEmpty(), "the reference values were not accepted");
    }

    static ReleaseFiles release(Firmware firmware, long sequence) {
        return new ReleaseFiles(DemoPlan.PRODUCT, DemoPlan.MODEL, DemoPlan.VENDOR_DOMAIN, firmware.version(), sequence);
    }
}
