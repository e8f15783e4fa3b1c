package dev.muster.server.assurance;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.OrgId;
import dev.muster.server.http.Need;
import dev.muster.server.http.OneAtATime;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Hands out audit packs, and the keys that somebody has to pin to check them. */
public final class PackDoor {
    private static final String MEDIA_TYPE = "application/cose; cose-type=\"cose-sign1\"";

    /** More than one names by hand; a product has no such bound. */
    private static final int MOST_DEVICES = 500;

    /** Packs of one organisation that are being taken. */
    private static final int MOST_UNDER_WAY = 4;

    /** What a pack leaves of the disk before it is made: the ledger is on the same one. */
    private static final long ROOM_LEAST = 2L << 30;

    private final PackMaker maker;
    private final OneAtATime heavy;
    private final Path folder;
    private final UnderWay underWay;
    private final long roomLeast;

    /**
     * @param heavy what reads everything, one at a time
     * @param folder where packs lie while they are made; what a server left there when it ended is removed
     */
    public PackDoor(PackMaker maker, OneAtATime heavy, Path folder) {
        this(maker, heavy, folder, MOST_UNDER_WAY, ROOM_LEAST);
    }

    /**
     * @param mostUnderWay packs of one organisation that are being taken
     * @param roomLeast bytes that are free before one is made
     */
    PackDoor(PackMaker maker, OneAtATime heavy, Path folder, int mostUnderWay, long roomLeast) {
        this.underWay = new UnderWay(mostUnderWay);
        this.roomLeast = roomLeast;
        this.heavy = heavy;
        this.maker = maker;
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*.spool")) {
                for (Path file : left) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void addTo(Routes routes) {
        routes.get("/api/v1/{org}/pack", Need.READ, this::pack).get("/api/v1/{org}/trust", Need.READ, this::trust);
    }

    private Response pack(Request request) {
        Optional<Instant> asOf = PostureDoor.asOf(request);
        List<String> without = without(request.query("without").orElse(""), maker.topics());
        PackScope scope = scope(
                request.query("product").orElse(""), request.query("devices").orElse(""));
        return heavy.run(request.org(), "pack", () -> made(request.org(), asOf, without, scope));
    }

    Response made(OrgId org, Optional<Instant> asOf, List<String> without, PackScope scope) {
        Runnable departed = underWay.begin(org);
        try {
            needRoom();
            return Response.spooled(spooled(org, asOf, without, scope), MEDIA_TYPE, departed)
                    .with("content-disposition", "attachment; filename=\"" + org.value() + ".pack\"");
        } catch (IOException full) {
            departed.run();
            throw new UncheckedIOException(full);
        } catch (RuntimeException | Error failed) {
            departed.run();
            throw failed;
        }
    }

    private void needRoom() throws IOException {
        if (Files.getFileStore(folder).getUsableSpace() < roomLeast) {
            throw Problem.of(
                            503,
                            "no-room",
                            "The server's disk has too little room for a pack.",
                            "A pack is made when " + (roomLeast >> 20)
                                    + " MiB are free where the server keeps its data.")
                    .refuse("retry-after", "60");
        }
    }

    private Path spooled(OrgId org, Optional<Instant> asOf, List<String> without, PackScope scope) throws IOException {
        Path file = Files.createTempFile(folder, "pack-", ".spool");
        try (PackSpool parts = PackSpool.in(folder);
                OutputStream out = Files.newOutputStream(file)) {
            maker.write(org, asOf, without, scope, parts, out);
            return file;
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(file);
            throw failed;
        }
    }

    /** One product, or up to {@value #MOST_DEVICES} devices separated by commas. */
    static PackScope scope(String product, String devices) {
        List<String> ids = devices.isEmpty() ? List.of() : List.of(devices.split(",", -1));
        boolean both = !product.isEmpty() && !ids.isEmpty();
        // The pack says its scope in words between blanks: a name with a blank in it could say others.
        boolean named = product.isEmpty() || ProductId.isProductId(product);
        if (both || !named || ids.size() > MOST_DEVICES || !ids.stream().allMatch(DeviceId::isDeviceId)) {
            throw Problem.of(
                            400,
                            "scope-invalid",
                            "a pack is of all devices, of one product, or of up to " + MOST_DEVICES + " devices")
                    .refuse();
        }
        return new PackScope(Optional.of(product).filter(id -> !id.isEmpty()), ids);
    }

    /** Topics whose entries' bodies stay here, separated by commas: a name that withholds nothing would hand them out. */
    static List<String> without(String asked, Set<String> known) {
        if (asked.isEmpty()) {
            return List.of();
        }
        List<String> topics = List.of(asked.split(",", -1));
        if (!known.containsAll(topics)) {
            throw Problem.of(400, "without-invalid", "without names topics out of " + String.join(",", known))
                    .refuse();
        }
        return topics;
    }

    private Response trust(Request request) {
        return Response.text(maker.trust(request.org()).text());
    }
}
