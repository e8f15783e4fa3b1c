package dev.muster.cli.mud;

import dev.muster.agent.linux.LinkFrames;
import dev.muster.cli.CommandFailed;
import dev.muster.cli.Status;
import dev.muster.core.network.traffic.Traffic;
import dev.muster.format.network.capture.CaptureException;
import dev.muster.format.network.capture.CaptureReader;
import dev.muster.format.network.packet.Address;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which device of a capture is meant. */
final class CaptureOptions {
    @Option(
            names = "--device",
            paramLabel = "MAC|ADDRESS",
            required = true,
            description = "The device in the capture: its interface, or its addresses (repeatable).")
    private List<String> device = List.of();

    @Option(
            names = "--interface",
            paramLabel = "NAME",
            description = "Instead of a capture, what passes this interface now (Linux, root).")
    private Optional<String> link = Optional.empty();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long to look at the interface (default: ${DEFAULT-VALUE}).")
    private int seconds = 60;

    Traffic read(Optional<Path> capture) throws IOException {
        if (capture.isPresent() == link.isPresent()) {
            throw CommandFailed.usage("Name a capture or an --interface.");
        }
        Traffic traffic = link.isPresent() ? live(link.get()) : kept(capture.orElseThrow());
        if (traffic.flows().isEmpty()) {
            throw CommandFailed.because(
                    "of " + traffic.frames() + " frames none is of a flow of " + String.join(", ", device) + ".");
        }
        return traffic;
    }

    private Traffic live(String name) {
        Traffic traffic = traffic();
        try {
            LinkFrames.listen(name, Duration.ofSeconds(seconds), InstantSource.system(), traffic::accept);
        } catch (IOException no) {
            throw CommandFailed.because(name + " cannot be listened to: " + no.getMessage() + ".");
        }
        return traffic;
    }

    private Traffic kept(Path capture) throws IOException {
        if (!Files.isRegularFile(capture)) {
            throw CommandFailed.because("there is no file " + capture + ".");
        }
        Traffic traffic = traffic();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(capture))) {
            CaptureReader.read(in, traffic::accept);
        } catch (CaptureException broken) {
            throw new CommandFailed(Status.NO, "no capture: " + broken.getMessage(), broken);
        }
        return traffic;
    }

    private Traffic traffic() {
        String first = device.getFirst().toLowerCase(Locale.ROOT);
        if (device.size() == 1 && first.matches("[0-9a-f]{2}(:[0-9a-f]{2}){5}")) {
            return Traffic.ofInterface(first);
        }
        List<Address> addresses = new ArrayList<>();
        for (String text : device) {
            addresses.add(Address.parse(text)
                    .orElseThrow(() -> CommandFailed.usage(text + " is no address and no interface.")));
        }
        return Traffic.ofAddresses(addresses);
    }
}
