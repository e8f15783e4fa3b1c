package dev.muster.cli.governance;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import dev.muster.format.MalformedException;
import dev.muster.format.devices.maintenance.WipeProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster custody}: devices that leave, and what they prove of having destroyed their data. */
@Command(
        name = "custody",
        description = "Custody: devices that leave, and the removal of their data.",
        subcommands = CustodyVerbs.Proof.class,
        footer = {
            "%nExample:",
            "  muster custody begin c-1",
            "  muster custody act c-1 request-release device=cam-04 reason=repair",
            "  muster custody act c-1 set-deadline wipe-by=2027-01-15T06:00:00Z",
            "  muster device wipe cam-04 --reason \"goes to its maker\" --yes",
            "  muster custody proof c-1"
        })
final class CustodyVerbs extends Kind {
    CustodyVerbs() {
        super("custody", "device", "reason", "wipe-by");
    }

    /** What the device signed. */
    @Command(
            name = "proof",
            description = "Show what a device signed of having destroyed its data; exits 1 when it left some.")
    static final class Proof extends Verb {
        @Parameters(paramLabel = "CUSTODY", description = "Id of the custody record.")
        private String custody = "";

        @Option(names = "--out", paramLabel = "FILE", description = "Where the signed bytes are written as well.")
        private @Nullable Path out;

        @Override
        protected Status run(Screen screen) throws IOException {
            WipeProof proof;
            try (ApiClient api = api()) {
                byte[] signed = api.bytes(path("governance/custody/" + Query.segment(custody) + "/proof"));
                if (out != null) {
                    Files.write(out, signed);
                }
                proof = WipeProof.parse(signed);
            } catch (MalformedException e) {
                throw CommandFailed.because("The proof cannot be read: " + e.getMessage() + ".");
            }
            List<Map<String, Object>> places = new ArrayList<>();
            StringBuilder text = new StringBuilder("custody " + proof.custody() + ": " + proof.device()
                    + (proof.complete() ? " destroyed all" : " left something") + ", " + proof.begunAt() + " to "
                    + proof.endedAt() + " (" + proof.strength().word() + ")");
            for (WipeProof.Place place : proof.places()) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("kind", place.kind().word());
                line.put("place", place.what());
                line.put("method", place.method().word());
                line.put("files", place.files());
                line.put("bytes", place.size());
                line.put("remaining", place.remaining());
                places.add(line);
                text.append("%n  %-4s %s: %d files, %d bytes %s%s"
                        .formatted(
                                place.kind().word(),
                                place.what(),
                                place.files(),
                                place.size(),
                                place.method().word(),
                                place.remaining() == 0 ? "" : ", " + place.remaining() + " still there"));
            }
            proof.left().forEach(left -> text.append("%n  left %s".formatted(left)));
            screen.result(
                    Map.of(
                            "custody", proof.custody(),
                            "device", proof.device(),
                            "complete", proof.complete(),
                            "begunAt", proof.begunAt().toString(),
                            "endedAt", proof.endedAt().toString(),
                            "strength", proof.strength().word(),
                            "places", places,
                            "left", proof.left()),
                    text.toString());
            return proof.complete() ? Status.YES : Status.NO;
        }
    }
}
