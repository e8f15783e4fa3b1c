package dev.muster.agent.state;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the maker left in a device beside its IDevID: where its home is. Kept in {@code factory/agent.properties}.
 *
 * @param server the device listener, such as {@code https://localhost:9443}
 * @param org the organisation's slug at that server
 * @param product the id of the product this device is one of, and the name of its software
 * @param vendorDomain the maker's domain name, such as {@code acme.example}: decides the SUIT vendor id
 * @param block where its slots lie when they are on block storage: a partition, a loop device or a file, relative to the
 *     device's folder; otherwise its slots are folders
 * @param made what the device is, where no factory identity says it
 */
public record Factory(
        URI server, String org, String product, String vendorDomain, Optional<Path> block, Optional<Made> made) {

    /** Whose device it is by make, as the product is registered. */
    public record Made(String maker, String model) {}

    /** A device with a factory identity. */
    public Factory(URI server, String org, String product, String vendorDomain, Optional<Path> block) {
        this(server, org, product, vendorDomain, block, Optional.empty());
    }

    /** A device whose slots are folders. */
    public Factory(URI server, String org, String product, String vendorDomain) {
        this(server, org, product, vendorDomain, Optional.empty());
    }

    private static final String FILE = "agent.properties";

    /** The chain of the IDevID certificate (IEEE 802.1AR), the device's own first, PEM. */
    public static Path idevidCertificate(DeviceRoots roots) {
        return roots.factory().resolve("idevid.pem");
    }

    /** The private key of the IDevID certificate, PKCS#8 in PEM. */
    public static Path idevidKey(DeviceRoots roots) {
        return roots.factory().resolve("idevid.key");
    }

    /** Whether its maker gave it a factory identity. A device without one has to have a TPM. */
    public static boolean hasIdentity(DeviceRoots roots) {
        return Files.exists(idevidCertificate(roots)) || Files.exists(idevidKey(roots));
    }

    /** The certificate that the server's TLS certificate must chain to, PEM. */
    public static Path serverCa(DeviceRoots roots) {
        return roots.factory().resolve("server-ca.pem");
    }

    /** The makers' certificates whose signatures on SUIT envelopes this device obeys, PEM. */
    public static Path makers(DeviceRoots roots) {
        return roots.factory().resolve("makers.pem");
    }

    /** How many different ones of them must have signed an envelope, from the line {@code makers-needed}; otherwise one. */
    public static int makersNeeded(DeviceRoots roots) throws IOException {
        PropertyLines lines = PropertyLines.read(roots.factory().resolve(FILE));
        return lines.get("makers-needed").isEmpty() ? 1 : Math.toIntExact(lines.requireLong("makers-needed"));
    }

    /** Folders of workloads whose content is the organisation's, from the line {@code data}; a wipe destroys it. */
    public static List<Path> data(DeviceRoots roots) throws IOException {
        return PropertyLines.read(roots.factory().resolve(FILE)).get("data").stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .filter(folder -> !folder.isEmpty())
                .map(roots.factory()::resolveSibling)
                .toList();
    }

    /** The folder that {@link Baseline} stands for, from the line {@code configuration}. */
    public static Optional<Path> configuration(DeviceRoots roots) throws IOException {
        return PropertyLines.read(roots.factory().resolve(FILE))
                .get("configuration")
                .map(String::strip)
                .filter(folder -> !folder.isEmpty())
                .map(roots.factory()::resolveSibling);
    }

    public static Factory read(DeviceRoots roots) throws IOException {
        PropertyLines lines = PropertyLines.read(roots.factory().resolve(FILE));
        return new Factory(
                URI.create(lines.require("server")),
                lines.require("org"),
                lines.require("product"),
                lines.require("vendor-domain"),
                lines.get("block").map(roots.factory()::resolveSibling),
                lines.get("maker").flatMap(maker -> lines.get("model").map(model -> new Made(maker, model))));
    }

    /** The same for a device that gets no factory identity. */
    public Factory without(Made identity) {
        return new Factory(server, org, product, vendorDomain, block, Optional.of(identity));
    }

    /** Written once, by the maker. */
    public void write(DeviceRoots roots) throws IOException {
        Path file = roots.factory().resolve(FILE);
        PropertyLines lines = PropertyLines.empty(file)
                .put("server", server.toString())
                .put("org", org)
                .put("product", product)
                .put("vendor-domain", vendorDomain);
        block.ifPresent(path -> lines.put("block", path.toString()));
        made.ifPresent(what -> lines.put("maker", what.maker()).put("model", what.model()));
        roots.write(file, lines.encode());
    }
}
