package dev.muster.format.audit.pack;

import dev.muster.format.MalformedException;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks a pack's file as a stream: one part of it is in memory at a time. A file that is not in parts is one part. It stops
 * at the first step that does not hold.
 */
public final class PackFile {
    private final PackParts parts;
    private final Trust trust;
    private final Consumer<Pack> each;
    private final List<PackVerifier.Step> steps = new ArrayList<>();
    private Optional<String> scope = Optional.empty();
    private String step = "signature";

    private PackFile(InputStream in, Trust trust, Consumer<Pack> each) {
        this.parts = new PackParts(in);
        this.trust = trust;
        this.each = each;
    }

    /**
     * What checking came to.
     *
     * @param holds whether every step held
     * @param scope what the file says it is about; empty for all devices, or when a step did not hold
     * @param steps in order; the last one is the one that failed, if any
     */
    public record Report(boolean holds, Optional<String> scope, List<PackVerifier.Step> steps) {
        public Report {
            steps = List.copyOf(steps);
        }
    }

    /**
     * Checks a file under these keys; bytes that are no pack fail the first step.
     *
     * @param each is given every part after it was found to hold; those after it may not
     */
    public static Report verify(InputStream in, Trust trust, Consumer<Pack> each) throws IOException {
        PushbackInputStream file = new PushbackInputStream(in);
        if (PackParts.areNext(file)) {
            return new PackFile(file, trust, each).run();
        }
        PackVerifier.Report whole = PackVerifier.verify(PackParts.whole(file), trust);
        whole.pack().ifPresent(each);
        return new Report(whole.holds(), whole.pack().flatMap(Pack::scope), whole.steps());
    }

    /**
     * The keys that the file names itself: enough to find out whether it is whole, not whose it is.
     *
     * @throws PackException when they cannot be read
     */
    public static Trust claimedTrust(InputStream in) throws IOException {
        PushbackInputStream file = new PushbackInputStream(in);
        if (!PackParts.areNext(file)) {
            return SignedPack.parse(PackParts.whole(file)).claimedTrust();
        }
        PackHead head = new PackParts(file).head().unverifiedHead();
        try {
            return new Trust(
                    NoteKey.parse(head.logKey()),
                    CoseKey.parse(head.evidenceKey()),
                    head.receiptKey().map(CoseKey::parse));
        } catch (MalformedException e) {
            throw new PackException(e, "/keys");
        }
    }

    private Report run() throws IOException {
        try {
            PackHead head = signature();
            checkpoint(head);
            parts(head);
            scope = head.scope();
            return new Report(true, scope, steps);
        } catch (MalformedException reason) {
            steps.add(new PackVerifier.Step(step, false, String.valueOf(reason.getMessage())));
            return new Report(false, Optional.empty(), steps);
        }
    }

    private void passed(String name, String detail) {
        steps.add(new PackVerifier.Step(name, true, detail));
    }

    private PackHead signature() throws IOException {
        SignedPack signed = parts.head();
        if (CoseVerifier.strict().verify(signed.message(), trust.evidence()) instanceof Verdict.Invalid invalid) {
            throw new PackException(invalid.detail(), "/");
        }
        PackHead head = signed.unverifiedHead();
        if (!MessageDigest.isEqual(
                CoseKey.parse(head.evidenceKey()).thumbprint(), trust.evidence().thumbprint())) {
            throw new PackException("the pack names another evidence key than the pinned one", "/evidenceKey");
        }
        passed(
                step,
                "by the pinned evidence key "
                        + HexFormat.of().formatHex(trust.evidence().thumbprint(), 0, 8) + ", over the digests of "
                        + head.parts().size() + " parts");
        return head;
    }

    private void checkpoint(PackHead head) {
        step = "checkpoint";
        SignedNote note = SignedNote.parse(head.checkpoint());
        if (!NoteKey.parse(head.logKey()).equals(trust.log()) || !trust.log().verify(note)) {
            throw new PackException("the checkpoint is not signed by the pinned log key", "/checkpoint");
        }
        passed(
                step,
                "of " + Checkpoint.parse(note.text()).size() + " entries, by the pinned log key "
                        + trust.log().name());
    }

    private void parts(PackHead head) throws IOException {
        PartRules rules = new PartRules(head);
        long entries = 0;
        long references = 0;
        long statements = 0;
        for (PackHead.Part part : head.parts()) {
            step = "part " + (rules.taken() + 1);
            byte[] bytes = parts.next(part);
            PackVerifier.Report report = PackVerifier.verify(bytes, trust);
            if (!report.holds()) {
                PackVerifier.Step failed = report.steps().getLast();
                throw new PackException(failed.name() + ": " + failed.detail(), "/parts");
            }
            Pack pack = report.pack().orElseThrow();
            rules.take(part, pack);
            entries += pack.entries().size();
            references += pack.facts().size();
            statements += pack.statements().size();
            each.accept(pack);
        }
        step = "parts";
        rules.end();
        parts.end();
        passed(step, head.parts().size() + " of " + head.devices() + " devices, each as it was signed");
        passed("entries", entries + " included in the log, bodies as committed (some in several parts)");
        passed("references", references + " facts lead to entries in their part, and so do all findings");
        passed("statements", statements + " with receipts (some in several parts)");
    }
}
