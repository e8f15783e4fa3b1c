package dev.muster.cli.maker;

import dev.muster.agent.rules.RuleRefused;
import dev.muster.agent.rules.WasmRule;
import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.manifest.DeviceManifest;
import dev.muster.format.devices.manifest.Held;
import dev.muster.format.devices.manifest.Reflex;
import dev.muster.format.devices.manifest.Response;
import dev.muster.format.devices.manifest.Rule;
import dev.muster.format.devices.manifest.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code muster maker manifest}: what a device holds, runs and does, signed. */
@Command(
        name = "manifest",
        description = "Sign what a device may hold, run and do, for its guard.",
        footer = "%nThe guide docs/guides/device.md shows such a file. Put the result into the device's folder as"
                + " factory/manifest.cose.")
final class ManifestVerb extends Verb {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @Parameters(index = "0", paramLabel = "JSON", description = "Says it, with paths below the device's folder.")
    private Path said = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", description = "Becomes the signed manifest.")
    private Path out = Path.of("");

    @Option(names = "--root", paramLabel = "DIR", required = true, description = "A device's folder: its files count.")
    private Path root = Path.of("");

    @Option(names = "--key", paramLabel = "FOLDER", required = true, description = "Holds maker.key and maker.pem.")
    private Path key = Path.of("");

    /** As a maker writes it. What is left out is empty. */
    record Said(
            long sequence,
            Optional<List<String>> files,
            Optional<List<String>> programs,
            Optional<List<String>> parts,
            Optional<List<Workload>> workloads,
            Optional<List<Reflex>> reflexes,
            Optional<Map<String, Response>> responses,
            Optional<List<SaidRule>> rules) {}

    /** A rule; its module's digest is taken here. */
    record SaidRule(String name, String module, List<String> sensors) {}

    @Override
    protected Status run(Screen screen) throws IOException {
        DeviceManifest manifest;
        try {
            manifest = manifest(JSON.readValue(Files.readAllBytes(said), Said.class));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new CommandFailed(Status.USAGE, said + " is not a manifest: " + e.getMessage(), e);
        }
        MakerKey maker = MakerKey.read(key);
        Files.write(out, manifest.sign(CoseSigner.of(CoseAlgorithm.ESP256, maker.key(), Optional.empty())));
        screen.result(
                Map.of(
                        "manifest", out.toString(),
                        "sequence", manifest.sequence(),
                        "files", manifest.files().size(),
                        "programs", manifest.programs().size(),
                        "workloads", manifest.workloads().size()),
                "signed manifest " + manifest.sequence() + " of " + maker.maker() + ": "
                        + manifest.files().size() + " files, "
                        + manifest.programs().size() + " programs, "
                        + manifest.workloads().size() + " workloads in " + out);
        return Status.YES;
    }

    private DeviceManifest manifest(Said from) throws IOException {
        List<Held> held = new ArrayList<>();
        for (String path : from.files().orElse(List.of())) {
            held.add(new Held(path, digest(path)));
        }
        List<byte[]> programs = new ArrayList<>();
        for (String path : from.programs().orElse(List.of())) {
            programs.add(digest(path));
        }
        return new DeviceManifest(
                from.sequence(),
                held,
                programs,
                from.parts().orElse(List.of()),
                from.workloads().orElse(List.of()),
                from.reflexes().orElse(List.of()),
                from.responses().orElse(Map.of()),
                from.rules().isEmpty()
                        ? Optional.empty()
                        : Optional.of(rules(from.rules().get())));
    }

    /** A module that a device would not run is not signed. */
    private List<Rule> rules(List<SaidRule> all) throws IOException {
        List<Rule> rules = new ArrayList<>();
        for (SaidRule one : all) {
            rules.add(new Rule(one.name(), one.module(), digest(one.module()), one.sensors()));
            try {
                WasmRule.load(Files.readAllBytes(root.resolve(one.module())));
            } catch (RuleRefused no) {
                throw CommandFailed.usage("No device runs " + one.module() + ": " + no.getMessage() + ".");
            }
        }
        return rules;
    }

    private byte[] digest(String path) throws IOException {
        Path file = root.resolve(path);
        if (!Files.isRegularFile(file)) {
            throw CommandFailed.usage("There is no file " + file + ", which " + said + " names.");
        }
        return Sha256.of(Files.readAllBytes(file));
    }
}
