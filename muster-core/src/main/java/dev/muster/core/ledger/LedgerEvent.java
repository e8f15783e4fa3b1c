package dev.muster.core.ledger;

import java.time.Instant;
import java.util.List;

/** What the ledger says about itself. */
public sealed interface LedgerEvent extends Event {

    /**
     * The organisation's logs begin.
     *
     * @param recordOrigin origin line of the record log's checkpoints
     * @param statementOrigin origin line of the statement log's checkpoints
     * @param issuer URI that stands as {@code iss} in receipts
     * @param noteKeys vkeys (C2SP signed-note) of both logs, record first, separated by a newline
     * @param receiptKey COSE_Key that verifies receipts
     */
    @EntryType("ledger.opened")
    record Opened(String recordOrigin, String statementOrigin, String issuer, String noteKeys, byte[] receiptKey)
            implements LedgerEvent {}

    /**
     * A signed statement was registered.
     *
     * @param index its position in the statement log
     * @param issuer CWT claim 1
     * @param statementSubject CWT claim 2
     * @param contentType of the payload, or of the preimage for a hash envelope (RFC 9995); empty when it says none
     * @param policy index in the statement log of the policy that decided, -1 for the first
     * @param statement the tagged COSE_Sign1 with an empty unprotected header: the leaf data
     */
    @EntryType("ledger.statement-registered")
    record StatementRegistered(
            long index, String issuer, String statementSubject, String contentType, long policy, byte[] statement)
            implements LedgerEvent {}

    /**
     * A readable statement of somebody with a credential was refused.
     *
     * @param reason stable code, see {@code StatementRefusal}
     * @param detail in words
     * @param policy index in the statement log of the policy that decided, -1 when there was none
     * @param digest SHA-256 over the leaf data
     * @param statement the leaf data, so that the refusal can be decided again
     */
    @EntryType("ledger.statement-refused")
    record StatementRefused(String reason, String detail, long policy, byte[] digest, byte[] statement)
            implements LedgerEvent {}

    /**
     * Readable statements of callers without a credential were refused. They are counted, not kept.
     *
     * @param count how many
     * @param networks from how many addresses (an IPv6 /64 is one), as far as they were told apart
     * @param since when the first of them came
     * @param reason stable code of the last one, see {@code StatementOutcome.Reason}
     * @param detail in words
     * @param samples SHA-256 over the leaf data of the first few, in hex
     */
    @EntryType("ledger.statements-refused")
    record StatementsRefused(
            long count, long networks, Instant since, String reason, String detail, List<String> samples)
            implements LedgerEvent {
        public StatementsRefused {
            samples = List.copyOf(samples);
        }
    }

    /**
     * Two heads of the same log that cannot both be true, or a head that is larger than what is here.
     *
     * @param log {@code record} or {@code statement}
     * @param source who showed the other head
     * @param size leaves in that head
     * @param note that head as it was signed; empty when a witness only said that it knows it
     */
    @EntryType("ledger.split-view-noticed")
    record SplitViewNoticed(String log, String source, long size, byte[] note) implements LedgerEvent {}

    /**
     * The body and the salt of an entry were erased.
     *
     * @param index of that entry
     * @param reason why, such as a request under data protection law
     */
    @EntryType("ledger.body-erased")
    record BodyErased(long index, String reason) implements LedgerEvent {}

    /**
     * A witness cosigned a head of ours.
     *
     * @param log {@code record} or {@code statement}
     * @param witness vkey
     * @param size leaves in the head
     * @param note the checkpoint with the cosignature
     */
    @EntryType("ledger.cosigned")
    record Cosigned(String log, String witness, long size, byte[] note) implements LedgerEvent {}

    /**
     * We are a witness of another log from here on.
     *
     * @param origin of its checkpoints
     * @param key vkey that signs them
     */
    @EntryType("ledger.witness-log-added")
    record WitnessLogAdded(String origin, String key) implements LedgerEvent {}

    /**
     * We, as a witness, cosigned a head of another log.
     *
     * @param origin of its checkpoints
     * @param size leaves
     * @param note as the log signed it
     */
    @EntryType("ledger.witnessed")
    record Witnessed(String origin, long size, byte[] note) implements LedgerEvent {}
}
