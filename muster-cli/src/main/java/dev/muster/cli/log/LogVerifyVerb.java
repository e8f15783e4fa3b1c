package dev.muster.cli.log;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.core.ledger.EntryProof;
import dev.muster.core.ledger.LatestStatement;
import dev.muster.format.MalformedException;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.cbor.Diagnostic;
import dev.muster.format.cose.CoseKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster log verify}: checks a proof file offline; yes when it holds. */
@Command(name = "verify", description = "Check a proof file offline.")
final class LogVerifyVerb extends Verb {
    @Parameters(paramLabel = "FILE", description = "Written by muster log prove or muster log latest.")
    private Path file = Path.of("");

    @Option(
            names = "--key",
            required = true,
            paramLabel = "VKEY",
            description = "The log's public key: name+id+base64.")
    private String key = "";

    @Option(
            names = "--receipt-key",
            paramLabel = "HEX",
            description = "The ledger's receipt key (COSE_Key); needed for what muster log latest has written.")
    private String receiptKey = "";

    @Override
    protected Status run(Screen screen) throws IOException {
        return receiptKey.isEmpty() ? entry(screen) : latest(screen);
    }

    private Status latest(Screen screen) throws IOException {
        LatestStatement answer;
        LatestStatement.Outcome outcome;
        try {
            answer = LatestStatement.parse(Files.readAllBytes(file));
            outcome = answer.check(
                    NoteKey.parse(key), CoseKey.parse(HexFormat.of().parseHex(receiptKey)));
        } catch (MalformedException | IllegalArgumentException unreadable) {
            throw new CommandFailed(
                    Status.NO, "The answer cannot be read: " + unreadable.getMessage() + ".", unreadable);
        }
        boolean holds = outcome == LatestStatement.Outcome.HOLDS;
        screen.result(
                Map.of("holds", holds, "outcome", outcome.name(), "latest", answer.latest()),
                holds ? "holds: " + LatestText.of(answer) : "does not hold: " + outcome);
        return Status.of(holds);
    }

    /** A log may hold anything: a leaf that is no CBOR is shown in hexadecimal. */
    private static String shown(byte[] leaf) {
        try {
            return Diagnostic.print(leaf);
        } catch (MalformedException notCbor) {
            return "h'" + HexFormat.of().formatHex(leaf) + "'";
        }
    }

    private Status entry(Screen screen) throws IOException {
        EntryProof proof;
        NoteKey log;
        try {
            log = NoteKey.parse(key);
            proof = EntryProof.parse(Files.readAllBytes(file));
        } catch (MalformedException unreadable) {
            throw new CommandFailed(
                    Status.NO, "The proof cannot be read: " + unreadable.getMessage() + ".", unreadable);
        }
        EntryProof.Outcome outcome = proof.check(log);
        boolean holds = outcome == EntryProof.Outcome.HOLDS;
        String leaf = holds ? shown(proof.leaf()) : "";
        String size = holds
                ? Long.toString(
                        Checkpoint.parse(proof.proof().checkpoint().text()).size())
                : "";
        screen.result(
                Map.of("holds", holds, "outcome", outcome.name(), "leaf", leaf, "size", size),
                switch (outcome) {
                    case HOLDS ->
                        "holds: entry " + proof.proof().index() + " of " + size + " in " + log.name() + "\n" + leaf;
                    case NOT_IN_LOG -> "does not hold: path or signature do not lead to " + log.name();
                    case ANOTHER_BODY -> "does not hold: the body is not the one that was logged";
                });
        return Status.of(holds);
    }
}
