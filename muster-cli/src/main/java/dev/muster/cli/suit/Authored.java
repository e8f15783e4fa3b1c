package dev.muster.cli.suit;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.maker.MakerKey;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.update.suit.Capabilities;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.EnvelopeBuilder;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.author.Analysis;
import dev.muster.format.update.suit.author.AuthorCompiler;
import dev.muster.format.update.suit.author.AuthorManifest;
import dev.muster.format.update.suit.author.AuthorReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An envelope from a manifest in JSON. */
final class Authored {
    private Authored() {}

    static CoseSigner[] signers(List<Path> folders) throws IOException {
        List<CoseSigner> signers = new ArrayList<>();
        for (Path folder : folders) {
            signers.add(MakerKey.updates(folder));
        }
        return signers.toArray(CoseSigner[]::new);
    }

    /** What of an envelope a device class cannot run. */
    static List<String> unfit(byte[] envelope, Optional<Capabilities> device) {
        if (device.isEmpty()) {
            return List.of();
        }
        Envelope made = Envelope.parse(envelope);
        return Analysis.fits(made, Manifest.parse(made), device.get()).lines();
    }

    static Status notWritten(Screen screen, List<String> findings) {
        screen.result(
                Map.of("written", false, "findings", findings), "not written:\n  " + String.join("\n  ", findings));
        return Status.NO;
    }

    static Status write(
            Screen screen, Path source, byte[] json, List<Path> keys, Optional<Capabilities> device, Path file)
            throws IOException {
        AuthorManifest wanted;
        try {
            wanted = AuthorReader.read(json);
        } catch (MalformedException e) {
            throw CommandFailed.because(source + " is not a manifest in JSON: " + e.getMessage() + ".");
        }
        Manifest manifest = AuthorCompiler.compile(wanted);
        Analysis analysis = Analysis.of(manifest);
        if (!analysis.clean()) {
            return notWritten(screen, analysis.lines());
        }
        EnvelopeBuilder builder = EnvelopeBuilder.of(manifest);
        if (wanted.severable()) {
            manifest.severable().keySet().forEach(builder::sever);
        }
        byte[] envelope = builder.sign(signers(keys));
        List<String> unfit = unfit(envelope, device);
        if (!unfit.isEmpty()) {
            return notWritten(screen, unfit);
        }
        Files.write(file, envelope);
        wanted.leftOut().forEach(path -> screen.progress("left out, as in the draft's examples: " + path));
        screen.result(
                Map.of(
                        "envelope", file.toString(),
                        "bytes", envelope.length,
                        "signatures", keys.size(),
                        "leftOut", wanted.leftOut()),
                file + ": " + envelope.length + " bytes, " + (keys.isEmpty() ? "not signed" : keys.size() + " signed")
                        + ", nothing found by the analysis");
        return Status.YES;
    }
}
