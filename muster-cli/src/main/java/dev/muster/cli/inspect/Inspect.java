package dev.muster.cli.inspect;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.Diagnostic;
import dev.muster.format.inspect.Inspection;
import dev.muster.format.inspect.Inspector;
import dev.muster.format.inspect.Sample;
import dev.muster.format.inspect.SignatureVerdict;
import dev.muster.format.inspect.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code muster inspect FILE}: exit status 0 when it is readable and what was asked was verified, 1 when it is broken, does not
 * hold or the verifier's readers refuse it, 2 when a key was given and nothing could be verified with it.
 */
@Command(
        name = "inspect",
        description = "Show what a COSE, EAT, CoRIM, SUIT, receipt, voucher, certificate, TPM quote or MUD file says.")
public final class Inspect extends Verb {
    /** Bytes shown to each side of a fault. */
    private static final int AROUND = 12;

    @Parameters(paramLabel = "FILE", description = "The file, or - for standard input.")
    private String file = "-";

    @Option(
            names = {"--key", "--trust"},
            paramLabel = "FILE",
            description =
                    "A key or certificate to check the signature with: PEM, DER, COSE_Key or JWK. May be repeated.")
    private List<Path> keys = List.of();

    @Option(
            names = "--ledger-key",
            paramLabel = "FILE",
            description =
                    "The key of a transparency service, to check receipts, checkpoints and proofs with: as --key, or a"
                            + " vkey. May be repeated.")
    private List<Path> ledgerKeys = List.of();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "When certificates must be valid, such as 2026-11-21T12:00:00Z; now when not given.")
    private Instant at = Instant.EPOCH;

    @Option(names = "--diag", description = "Print diagnostic notation (RFC 8949 §8) in place of the tree.")
    private boolean diag;

    @Option(names = "--hex", description = "Print the bytes in hex in place of the tree.")
    private boolean hex;

    @Override
    protected Status run(Screen screen) throws IOException {
        byte[] bytes = read(file);
        Trust trust = KeyFiles.read(keys, ledgerKeys, at.equals(Instant.EPOCH) ? Instant.now() : at);
        if (diag || hex) {
            return raw(screen, bytes);
        }
        Inspection inspection = JsonKinds.read(bytes, trust).orElseGet(() -> new Inspector(trust).inspect(bytes));
        if (screen.wantsJson()) {
            screen.json(TreeText.json(inspection));
        } else {
            TreeText.print(inspection, screen);
            inspection
                    .fault()
                    .filter(f -> f.offset() >= 0)
                    .ifPresent(
                            f -> screen.line("  bytes there: " + Inspector.around(decoded(bytes), f.offset(), AROUND)));
        }
        return status(inspection, !keys.isEmpty() || !ledgerKeys.isEmpty());
    }

    /** With a key the question is whether it verifies the file; without one, whether the file can be read. */
    private static Status status(Inspection inspection, boolean asked) {
        if (inspection.fault().isPresent()) {
            return Status.NO;
        }
        return switch (inspection.verdict()) {
            case SignatureVerdict.Invalid i -> Status.NO;
            case SignatureVerdict.NotChecked n -> asked ? Status.UNKNOWN : Status.YES;
            case SignatureVerdict.Unsigned u -> asked ? Status.UNKNOWN : Status.YES;
            case SignatureVerdict.Valid v -> Status.YES;
        };
    }

    private Status raw(Screen screen, byte[] file) {
        byte[] bytes = decoded(file);
        if (hex) {
            HexFormat format = HexFormat.of();
            for (int i = 0; i < bytes.length; i += 16) {
                screen.line(String.format("%08x  %s", i, format.formatHex(bytes, i, Math.min(i + 16, bytes.length))));
            }
            return Status.YES;
        }
        try {
            screen.line(Diagnostic.print(Cbor.parse(bytes, CborProfile.WELL_FORMED, CborLimits.DEFAULT)));
            return Status.YES;
        } catch (CborException broken) {
            throw new CommandFailed(Status.NO, "not CBOR: " + broken.getMessage(), broken);
        }
    }

    private static byte[] decoded(byte[] file) {
        return Sample.text(file).flatMap(Sample::decode).map(Sample::bytes).orElse(file);
    }

    private static byte[] read(String name) throws IOException {
        if (name.equals("-")) {
            return limited(System.in, "standard input");
        }
        Path path = Path.of(name);
        if (!Files.isRegularFile(path)) {
            throw CommandFailed.because("there is no file " + name + ".");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return limited(in, name);
        }
    }

    private static byte[] limited(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(Sample.BYTES_MOST + 1);
        return Optional.of(bytes)
                .filter(b -> b.length <= Sample.BYTES_MOST)
                .orElseThrow(() -> CommandFailed.because(
                        name + " is larger than " + Sample.BYTES_MOST + " bytes: no message of the field is."));
    }
}
