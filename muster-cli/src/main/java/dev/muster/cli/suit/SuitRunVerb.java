package dev.muster.cli.suit;

import dev.muster.agent.install.ArtifactSource;
import dev.muster.agent.install.BootControl;
import dev.muster.agent.install.DeviceClass;
import dev.muster.agent.install.DirectoryDisk;
import dev.muster.agent.install.InstallResult;
import dev.muster.agent.install.Installer;
import dev.muster.agent.state.BootState;
import dev.muster.agent.state.Durability;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.update.suit.ArtifactUri;
import dev.muster.format.update.suit.Report;
import dev.muster.format.update.suit.SuitDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster suit run}: does with an envelope what a device would do, in a folder; yes when it is installed. */
@Command(name = "run", description = "Install an envelope into slots in a folder, as a device would.")
final class SuitRunVerb extends Verb {
    @Parameters(index = "0", paramLabel = "FILE", description = "A SUIT envelope.")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "FOLDER", description = "Gets slot-b; slot-a is taken as the one that runs.")
    private Path folder = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "PEM",
            required = true,
            description = "Certificate or public key; repeatable.")
    private List<Path> keys = List.of();

    @Option(names = "--vendor-domain", paramLabel = "DOMAIN", required = true, description = "Of the device's maker.")
    private String domain = "";

    @Option(names = "--class", paramLabel = "WORD", required = true, description = "The device's class.")
    private String deviceClass = "";

    @Option(names = "--image", paramLabel = "FILE", description = "Payload that the manifest names; repeatable.")
    private List<Path> images = List.of();

    @Option(names = "--floor", paramLabel = "N", defaultValue = "0", description = "Lowest sequence number to obey.")
    private long floor;

    /** Boot variables of a device that never starts. */
    private static final class Volatile implements BootControl {
        private BootState state;

        Volatile(long floor) {
            state = BootState.factory(floor);
        }

        @Override
        public BootState read() {
            return state;
        }

        @Override
        public void write(BootState next) {
            state = next;
        }
    }

    @Override
    protected Status run(Screen screen) throws IOException {
        Files.createDirectories(folder);
        Installer installer = new Installer(
                DeviceClass.of(domain, deviceClass),
                Signers.verifier(keys),
                new DirectoryDisk(folder, Durability.POWER_CUT),
                source(),
                new Volatile(floor));
        InstallResult result = installer.install(file.toString(), Files.readAllBytes(file));
        return switch (result.report().result()) {
            case Report.Result.Success success -> {
                String slot = result.next().map(s -> s.folder()).orElse("");
                screen.result(
                        Map.of("installed", true, "slot", slot),
                        "installed into " + folder.resolve(slot) + "; the next start would take it");
                yield Status.YES;
            }
            case Report.Result.Failure failure -> {
                screen.result(
                        Map.of(
                                "installed", false,
                                "reason", failure.reason().word(),
                                "detail", failure.detail(),
                                "section", failure.record().section(),
                                "offset", failure.record().offset()),
                        "refused (" + failure.reason().word() + "): " + failure.detail());
                yield Status.NO;
            }
        };
    }

    /** The files that were named, found by what they are. */
    private ArtifactSource source() {
        return (uri, from) -> {
            byte[] wanted = ArtifactUri.digest(uri).orElseThrow(() -> new IOException("cannot fetch " + uri));
            for (Path image : images) {
                if (new SuitDigest(SuitDigest.Algorithm.SHA_256, wanted).matches(Files.readAllBytes(image))) {
                    InputStream in = Files.newInputStream(image);
                    in.skipNBytes(from);
                    return new ArtifactSource.Transfer(in, from);
                }
            }
            throw new IOException("none of the images that were named is " + uri);
        };
    }
}
