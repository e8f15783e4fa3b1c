package dev.muster.ledger.statements;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EntryLeaf;
import dev.muster.core.ledger.EntryProof;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.InclusionProof;
import dev.muster.format.audit.merkle.LogProof;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.tree.LogId;
import java.util.Optional;

/** Makes files that prove one entry or statement offline. */
public final class ProofFile {
    private final Ledger ledger;
    private final Statements statements;

    public ProofFile(Ledger ledger, Statements statements) {
        this.ledger = ledger;
        this.statements = statements;
    }

    /** @throws IndexOutOfBoundsException when the log has no such leaf */
    public EntryProof of(LogId log, long index) {
        SignedNote note = ledger.checkpoint(log);
        InclusionProof path =
                ledger.inclusion(log, index, Checkpoint.parse(note.text()).size());
        LogProof proof = new LogProof(Optional.empty(), index, path.path(), note);
        return switch (log.name()) {
            case RECORD -> {
                Entry entry = ledger.entry(log.org(), index)
                        .orElseThrow(() -> new IndexOutOfBoundsException("no entry " + index));
                Optional<byte[]> salt = ledger.entries(log.org(), entries -> entries.salt(index));
                yield new EntryProof(EntryLeaf.of(entry).data(), salt, entry.body(), proof);
            }
            case STATEMENT -> {
                StatementRow row = statements
                        .at(log.org(), index)
                        .orElseThrow(() -> new IndexOutOfBoundsException("no statement " + index));
                yield new EntryProof(statements.statement(log.org(), row), Optional.empty(), Optional.empty(), proof);
            }
        };
    }
}
