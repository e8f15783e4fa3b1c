package dev.muster.cli.maker;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Factory;
import dev.muster.format.update.image.FirmwareImage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A device of throw-away keys, of a factory that nobody knows. */
public final class WarmDevice {
    private WarmDevice() {}

    /**
     * Makes it.
     *
     * @param folder for the factory and the maker
     * @param port of what it takes for its server, on this machine
     */
    public static void make(Path folder, DeviceRoots roots, int port) throws IOException {
        Instant now = Instant.now();
        SecureRandom random = new SecureRandom();
        Path factory = folder.resolve("factory");
        Path maker = folder.resolve("maker");
        FactoryKey.create(factory, "Warm", now, random);
        MakerKey.create("Warm", now, random).write(maker);
        byte[] program = "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8);
        Path image = folder.resolve("image.tar");
        Files.write(
                image,
                new FirmwareImage(new TreeMap<>(Map.of("bin/warm", new FirmwareImage.Content(program, true))))
                        .encode());
        Factory told = new Factory(URI.create("https://localhost:" + port), "warm", "warm", "warm.example");
        new FirstDevice(told, "warm", "warm-1", factory.resolve(FactoryKey.CERTIFICATE_FILE))
                .make(roots, Optional.of(factory), maker, new FirstDevice.Software(image, "1", 1));
    }
}
