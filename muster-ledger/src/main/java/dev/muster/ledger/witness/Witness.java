package dev.muster.ledger.witness;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.core.ledger.Witnessing;
import dev.muster.core.ledger.Witnessing.KnownLog;
import dev.muster.format.audit.merkle.AddCheckpoint;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.NoteSigner;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.audit.merkle.SignedNote.NoteSignature;
import dev.muster.format.crypto.Sha256;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.LogIdentity;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Muster as a witness of other logs: one witness an organisation, named {@code <name>/<org>/witness}. */
public final class Witness {
    private final Ledger ledger;

    /** Keeps the heads of others that were cosigned here. */
    public static Projection projection() {
        return new Register();
    }

    public Witness(Ledger ledger) {
        this.ledger = ledger;
    }

    /** What the witness says, with the cosignature when it cosigned. */
    public record Answered(Witnessing.Answer answer, Optional<NoteSignature> cosignature) {}

    /** The key that verifies cosignatures of this organisation. */
    public NoteKey key(OrgId org) {
        return signer(org).key();
    }

    /** Witnesses a log from here on. */
    public void add(OrgId org, NoteKey log, String issuer) {
        ledger.shell()
                .run(
                        org,
                        Function.identity(),
                        tx -> Decision.of(
                                true,
                                new Draft(
                                        Subject.org(org),
                                        now(),
                                        issuer,
                                        new LedgerEvent.WitnessLogAdded(log.name(), log.vkey()))));
    }

    /** Answers a log. A head is cosigned only after it is durable that we know it. */
    public Answered answer(OrgId org, AddCheckpoint request) {
        Instant now = now();
        Witnessing.Answer answer = ledger.shell()
                .run(
                        org,
                        tx -> known(tx, org, Witnessing.origin(request)),
                        known -> Witnessing.decide(request, known, org, now));
        Optional<NoteSignature> cosignature = answer instanceof Witnessing.Answer.Cosign
                ? Optional.of(signer(org).cosign(request.checkpoint(), now))
                : Optional.empty();
        return new Answered(answer, cosignature);
    }

    /**
     * The head of a log that was cosigned last: the log's own signature and our cosignature, and no line that somebody else
     * put there.
     *
     * @param log its origin, or the SHA-256 of that in hexadecimal
     */
    public Optional<SignedNote> last(OrgId org, String log) {
        Instant now = now();
        return ledger
                .settings()
                .database()
                .read(tx -> tx.query(
                        "select origin, note_key, note from witnessed_log where org = ? and note is not null",
                        row -> new Kept(
                                row.text("origin"),
                                NoteKey.parse(row.text("note_key")),
                                SignedNote.parse(row.bytes("note"))),
                        org.value()))
                .stream()
                .filter(kept -> kept.isNamed(log))
                .findFirst()
                .flatMap(kept -> kept.key()
                        .find(kept.note())
                        .map(own -> new SignedNote(
                                kept.note().text(), List.of(own, signer(org).cosign(kept.note(), now)))));
    }

    private record Kept(String origin, NoteKey key, SignedNote note) {
        boolean isNamed(String log) {
            return origin.equals(log)
                    || HexFormat.of()
                            .formatHex(Sha256.of(origin.getBytes(StandardCharsets.UTF_8)))
                            .equals(log);
        }
    }

    private NoteSigner signer(OrgId org) {
        LogIdentity identity = ledger.identity(org);
        return identity.witness();
    }

    private Instant now() {
        return ledger.settings().clock().instant();
    }

    private static Optional<KnownLog> known(Tx tx, OrgId org, String origin) {
        return tx.one(
                "select note_key, note, other from witnessed_log where org = ? and origin = ?",
                row -> new KnownLog(
                        NoteKey.parse(row.text("note_key")),
                        row.findBytes("note").map(Witness::head),
                        row.findBytes("other").map(Witness::head)),
                org.value(),
                origin);
    }

    private static Checkpoint head(byte[] note) {
        return Checkpoint.parse(SignedNote.parse(note).text());
    }

    /** Keeps which logs are witnessed and what was cosigned last. */
    private static final class Register implements Projection {
        @Override
        public Set<Class<? extends Event>> events() {
            return Set.of(
                    LedgerEvent.WitnessLogAdded.class, LedgerEvent.Witnessed.class, LedgerEvent.SplitViewNoticed.class);
        }

        @Override
        public void apply(Tx tx, Entry entry, Event event) {
            switch (event) {
                case LedgerEvent.WitnessLogAdded added ->
                    tx.update(
                            "insert into witnessed_log (org, origin, note_key, note) values (?, ?, ?, null)"
                                    + " on conflict (org, origin) do update set note_key = excluded.note_key",
                            entry.org().value(),
                            added.origin(),
                            added.key());
                case LedgerEvent.Witnessed witnessed ->
                    tx.update(
                            "update witnessed_log set note = ? where org = ? and origin = ?",
                            witnessed.note(),
                            entry.org().value(),
                            witnessed.origin());
                case LedgerEvent.SplitViewNoticed noticed
                when noticed.source().equals(Witnessing.SOURCE) ->
                    tx.update(
                            "update witnessed_log set other = ? where org = ? and origin = ?",
                            noticed.note(),
                            entry.org().value(),
                            noticed.log());
                default -> {}
            }
        }
    }
}
