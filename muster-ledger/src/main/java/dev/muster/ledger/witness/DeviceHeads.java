package dev.muster.ledger.witness;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.eat.SlotClaims.LedgerHead;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.HeadOffer;
import dev.muster.format.audit.merkle.MerkleException;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.ledger.ForkedLogException;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Tx;
import dev.muster.ledger.tree.LogId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The fleet as witness of the record: every challenge gives a device the newest head, every evidence shows the head that
 * the device kept. A device that saw more than there is stops the ledger, see {@link ForkedLogException}.
 */
public final class DeviceHeads {
    private final Ledger ledger;
    private final ReportedHeads reported;
    private final Map<OrgId, Newest> newest = new ConcurrentHashMap<>();

    /** What every challenge says of a head until there is a newer one. */
    private record Newest(SignedNote note, long size, String vkey, byte[] encoded) {}

    public DeviceHeads(Ledger ledger) {
        this.ledger = ledger;
        this.reported = new ReportedHeads(ledger);
    }

    /**
     * The newest head of the record; empty when nothing is signed because more was seen than there is.
     *
     * @param known size that the device has seen; 0 when it has seen none
     */
    public Optional<HeadOffer> offer(OrgId org, long known) {
        LogId log = LogId.record(org);
        SignedNote note;
        try {
            note = ledger.newest(log);
        } catch (ForkedLogException forked) {
            return Optional.empty();
        }
        Newest head = newest.compute(
                org, (_, before) -> before != null && before.note().equals(note) ? before : newest(log, note));
        List<byte[]> path = known > 0 && known < head.size()
                ? ledger.consistency(log, known, head.size()).path()
                : List.of();
        return Optional.of(new HeadOffer(head.vkey(), head.encoded(), known, path));
    }

    private Newest newest(LogId log, SignedNote note) {
        return new Newest(
                note, Checkpoint.parse(note.text()).size(), ledger.noteKey(log).vkey(), note.encode());
    }

    /**
     * Compares the head in a device's evidence with the record. Nothing comes of it before {@link Shown} is told that the
     * evidence is authentic: anybody can show a head again that was published once.
     *
     * @param device subject text, such as {@code device/cam-07}
     */
    public Shown shown(OrgId org, String device, Optional<LedgerHead> head) {
        LogId log = LogId.record(org);
        return new Shown(log, device, head.flatMap(DeviceHeads::signed).map(note -> reported.judge(log, device, note)));
    }

    /** A head that came with evidence. */
    public final class Shown {
        private final LogId log;
        private final String device;
        private final Optional<ReportedHeads.Judged> judged;

        private Shown(LogId log, String device, Optional<ReportedHeads.Judged> judged) {
            this.log = log;
            this.device = device;
            this.judged = judged;
        }

        /** Keeps the head in the transaction that keeps the authentic evidence, with an entry when it contradicts. */
        public <A> Decision<A> with(Tx tx, Decision<A> evidence) {
            if (judged.isEmpty()) {
                return evidence;
            }
            judged.get().keep().accept(tx);
            List<Draft> drafts = new ArrayList<>(evidence.drafts());
            drafts.addAll(judged.get().noticed().drafts());
            return Decision.of(evidence.answer(), drafts);
        }

        /**
         * Draws the consequences, after that transaction.
         *
         * @throws ForkedLogException when the device has seen more than there is, or something else
         */
        public void settle() {
            if (judged.isEmpty()) {
                return;
            }
            switch (judged.get().answer()) {
                case SAME -> reported.familiar(log, device);
                case NOT_OURS -> reported.stranger(log, device);
                case LARGER, SPLIT -> {
                    ledger.doubt(log.org());
                    ledger.requireWhole(log.org());
                }
            }
        }
    }

    /** The note, when it says what the claim says. */
    private static Optional<byte[]> signed(LedgerHead head) {
        return head.note().filter(note -> {
            try {
                Checkpoint said = Checkpoint.parse(SignedNote.parse(note).text());
                return said.size() == head.treeSize() && Arrays.equals(said.root(), head.rootHash());
            } catch (MerkleException unreadable) {
                return false;
            }
        });
    }

    /** Devices that show a head of this log under another key, since the start of this server. */
    List<String> strangers(LogId log) {
        return reported.strangers(log);
    }
}
