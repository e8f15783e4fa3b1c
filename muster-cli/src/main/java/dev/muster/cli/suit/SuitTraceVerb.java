package dev.muster.cli.suit;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.update.suit.ClassIds;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.EnvelopeVerifier;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.Outcome;
import dev.muster.format.update.suit.PayloadCipher;
import dev.muster.format.update.suit.Processor;
import dev.muster.format.update.suit.SimulatedDevice;
import dev.muster.format.update.suit.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster suit trace}: runs a manifest in memory and shows every command; yes when all of it ran. */
@Command(
        name = "trace",
        description = "Run a manifest against a simulated device in memory and show every command as it runs.")
final class SuitTraceVerb extends Verb {
    @Parameters(paramLabel = "FILE", description = "A SUIT envelope.")
    private Path file = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "PEM",
            required = true,
            description = "Certificate or public key of a signer; repeatable.")
    private List<Path> keys = List.of();

    @Option(names = "--vendor-id", paramLabel = "HEX", description = "16 bytes; otherwise --vendor-domain.")
    private String vendorId = "";

    @Option(names = "--class-id", paramLabel = "HEX", description = "16 bytes; otherwise --class.")
    private String classId = "";

    @Option(names = "--vendor-domain", paramLabel = "DOMAIN", description = "Of the device's maker.")
    private String domain = "";

    @Option(names = "--class", paramLabel = "WORD", description = "The device's class.")
    private String deviceClass = "";

    @Option(names = "--floor", paramLabel = "N", defaultValue = "0", description = "Lowest sequence number to obey.")
    private long floor;

    @Option(names = "--slot", paramLabel = "N", defaultValue = "0", description = "The slot that would be written.")
    private long slot;

    @Option(names = "--clock", paramLabel = "SECONDS", description = "Since 1970; a device without a clock otherwise.")
    private long clock = -1;

    @Option(names = "--payload", paramLabel = "URI=FILE", description = "What is to be had at a URI; repeatable.")
    private Map<String, Path> payloads = Map.of();

    @Option(
            names = "--decrypt-key",
            paramLabel = "FILE",
            description = "COSE_Key that opens encrypted payloads; repeatable.")
    private List<Path> decryptKeys = List.of();

    @Option(names = "--invoke", description = "Run the invocation procedure after the update.")
    private boolean invoke;

    @Override
    protected Status run(Screen screen) throws IOException {
        Envelope envelope;
        Manifest manifest;
        EnvelopeVerifier signers = Signers.verifier(keys);
        try {
            envelope = Envelope.parse(Files.readAllBytes(file));
            if (signers.verify(envelope) instanceof EnvelopeVerifier.Verification.Refused refused) {
                return said(screen, List.of(), refused.reason().word(), refused.detail());
            }
            manifest = Manifest.parse(envelope);
        } catch (MalformedException e) {
            return said(screen, List.of(), "cbor-parse", String.valueOf(e.getMessage()));
        }
        List<Map<String, Object>> steps = new ArrayList<>();
        Trace trace = (path, section, offset, component, what, result) -> {
            steps.add(Map.of(
                    "manifest", path,
                    "section", section,
                    "offset", offset,
                    "component", component.toString(),
                    "command", what,
                    "result", result));
            screen.progress("%s%-2d @%-4d %-24s %-22s %s"
                    .formatted(path.isEmpty() ? "" : path + " ", section, offset, component, what, result));
        };
        SimulatedDevice device = device(signers);
        Outcome outcome = Processor.update(manifest, envelope, device, trace);
        if (invoke && outcome instanceof Outcome.Completed) {
            outcome = Processor.invoke(manifest, device, trace);
        }
        return switch (outcome) {
            case Outcome.Completed completed -> said(screen, steps, "ok", "every command ran and every condition held");
            case Outcome.Stopped stopped -> said(screen, steps, stopped.reason().word(), stopped.detail());
        };
    }

    private static Status said(Screen screen, List<Map<String, Object>> steps, String reason, String detail) {
        boolean ran = reason.equals("ok");
        screen.result(
                Map.of("ran", ran, "reason", reason, "detail", detail, "steps", steps),
                (ran ? "ran: " : "refused (" + reason + "): ") + detail);
        return Status.of(ran);
    }

    private SimulatedDevice device(EnvelopeVerifier signers) throws IOException {
        byte[] vendor = vendorId.isEmpty() ? ClassIds.vendor(domain) : hex("--vendor-id", vendorId);
        byte[] kind = classId.isEmpty() ? ClassIds.deviceClass(vendor, deviceClass) : hex("--class-id", classId);
        Map<String, byte[]> web = new HashMap<>();
        for (Map.Entry<String, Path> one : payloads.entrySet()) {
            web.put(one.getKey(), Files.readAllBytes(one.getValue()));
        }
        List<CoseKey> own = new ArrayList<>();
        for (Path key : decryptKeys) {
            try {
                own.add(CoseKey.parse(Files.readAllBytes(key)));
            } catch (MalformedException e) {
                throw CommandFailed.because(key + " is no COSE_Key: " + e.getMessage() + ".");
            }
        }
        return new SimulatedDevice(new SimulatedDevice.Description(
                vendor,
                kind,
                floor,
                slot,
                clock < 0 ? OptionalLong.empty() : OptionalLong.of(clock),
                web,
                signers,
                new PayloadCipher(own)));
    }

    private static byte[] hex(String option, String text) {
        try {
            return HexFormat.of().parseHex(text.replace("-", ""));
        } catch (IllegalArgumentException e) {
            throw CommandFailed.because(option + " wants hexadecimal digits.");
        }
    }
}
