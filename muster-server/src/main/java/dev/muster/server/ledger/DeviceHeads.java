package dev.muster.server.ledger;

import dev.muster.core.ledger.HeadReports;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.eat.SlotClaims.LedgerHead;
import dev.muster.format.merkle.Checkpoint;
import dev.muster.format.merkle.HeadOffer;
import dev.muster.format.merkle.MerkleException;
import dev.muster.format.merkle.SignedNote;
import dev.muster.server.sql.Tx;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The fleet as witness of the record: every challenge gives a device the newest head, every evidence shows the head that
 * the device kept. A device that saw more than there is stops the ledger, see {@link ForkedLogException}.
 */
public final class DeviceHeads {
    private final Ledger ledger;
    private final ReportedHeads reported;

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
        long size = Checkpoint.parse(note.text()).size();
        List<byte[]> path =
                known > 0 && known < size ? ledger.consistency(log, known, size).path() : List.of();
        return Optional.of(new HeadOffer(ledger.noteKey(log).vkey(), note.encode(), known, path));
    }

    /**
     * Judges the head in a device's evidence.
     *
     * @param device subject text, such as {@code device/cam-07}
     * @return keeps the head in the transaction that keeps the evidence
     * @throws ForkedLogException when the device has seen more than there is, or something else
     */
    public Consumer<Tx> seen(OrgId org, String device, Optional<LedgerHead> head) {
        LogId log = LogId.record(org);
        Optional<byte[]> note = head.flatMap(DeviceHeads::signed);
        if (note.isEmpty()) {
            return DeviceHeads::nothing;
        }
        ReportedHeads.Judged judged = reported.judge(log, device, note.get());
        if (judged.answer() == HeadReports.Answer.SAME) {
            return judged.keep();
        }
        if (judged.answer() == HeadReports.Answer.NOT_OURS) {
            reported.stranger(log, device);
            return DeviceHeads::nothing;
        }
        reported.settle(log, judged);
        ledger.requireWhole(org);
        return DeviceHeads::nothing;
    }

    private static void nothing(Tx tx) {
        // There is nothing to keep.
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
