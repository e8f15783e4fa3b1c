package dev.muster.format.audit.pack;

import dev.muster.format.MalformedException;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Verdict;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a pack with nothing but its bytes and the pinned keys. It stops at the first step that does not hold, because
 * everything after it would be hearsay.
 */
public final class PackVerifier {
    private final Trust trust;
    private final List<Step> steps = new ArrayList<>();

    private PackVerifier(Trust trust) {
        this.trust = trust;
    }

    /**
     * One thing that was checked.
     *
     * @param name what, in a few words
     * @param holds whether it held
     * @param detail counts when it held, the reason when it did not
     */
    public record Step(String name, boolean holds, String detail) {}

    /**
     * What checking came to.
     *
     * @param pack what the pack says; empty unless every step held
     * @param steps in order; the last one is the one that failed, if any
     */
    public record Report(Optional<Pack> pack, List<Step> steps) {
        /** Whether every step held. */
        public boolean holds() {
            return pack.isPresent();
        }
    }

    /** Ends the checking. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String reason) {
            super(reason, null, false, false);
        }
    }

    /** Checks these bytes under these keys; bytes that are no pack fail the first step. */
    public static Report verify(byte[] bytes, Trust trust) {
        PackVerifier verifier = new PackVerifier(trust);
        Optional<Pack> pack = verifier.run(bytes);
        return new Report(pack, List.copyOf(verifier.steps));
    }

    private Optional<Pack> run(byte[] bytes) {
        String step = "signature";
        try {
            Pack pack = signature(bytes);
            passed(
                    step,
                    "by the pinned evidence key " + hex(trust.evidence().thumbprint()) + ", " + bytes.length
                            + " bytes");
            step = "checkpoint";
            Checkpoint head = checkpoint(pack);
            passed(
                    step,
                    "of " + head.size() + " entries, by the pinned log key "
                            + trust.log().name());
            step = "entries";
            Set<Long> indexes = entries(pack, head);
            passed(step, indexes.size() + " included in the log, bodies as committed");
            step = "references";
            int references = references(pack, indexes);
            passed(step, references + " of facts and findings lead to entries in the pack");
            step = "statements";
            int receipts = PackStatements.check(pack, trust);
            passed(step, pack.statements().size() + " with " + receipts + " receipts");
            return Optional.of(pack);
        } catch (Refused | MalformedException reason) {
            steps.add(new Step(step, false, String.valueOf(reason.getMessage())));
            return Optional.empty();
        }
    }

    private void passed(String name, String detail) {
        steps.add(new Step(name, true, detail));
    }

    private Pack signature(byte[] bytes) {
        SignedPack signed = SignedPack.parse(bytes);
        Verdict verdict = CoseVerifier.strict().verify(signed.message(), trust.evidence());
        if (verdict instanceof Verdict.Invalid invalid) {
            throw new Refused(invalid.detail());
        }
        Pack pack = signed.unverified();
        if (!MessageDigest.isEqual(
                CoseKey.parse(pack.evidenceKey()).thumbprint(), trust.evidence().thumbprint())) {
            throw new Refused("the pack names another evidence key than the pinned one");
        }
        return pack;
    }

    private Checkpoint checkpoint(Pack pack) {
        if (!NoteKey.parse(pack.logKey()).equals(trust.log())) {
            throw new Refused("the pack names another log key than the pinned one");
        }
        SignedNote note = SignedNote.parse(pack.checkpoint());
        if (!trust.log().verify(note)) {
            throw new Refused("the checkpoint is not signed by the pinned log key");
        }
        return Checkpoint.parse(note.text());
    }

    private static Set<Long> entries(Pack pack, Checkpoint head) {
        Set<Long> indexes = new HashSet<>();
        long last = -1;
        for (PackEntry entry : pack.entries()) {
            PackEntry.Leaf leaf = entry.read();
            if (!leaf.org().equals(pack.org())) {
                throw new Refused("entry " + leaf.index() + " is of " + leaf.org() + ", not of " + pack.org());
            }
            if (leaf.index() <= last) {
                throw new Refused("entry " + leaf.index() + " does not follow entry " + last);
            }
            last = leaf.index();
            if (!entry.isIn(head.size(), head.root())) {
                throw new Refused("entry " + last + " is not in the log of the checkpoint");
            }
            if (!entry.bodyHolds()) {
                throw new Refused("the body of entry " + last + " is not the one that the log commits to");
            }
            if (leaf.receivedAt().isAfter(pack.asOf())) {
                throw new Refused("entry " + last + " was received after " + pack.asOf());
            }
            indexes.add(last);
        }
        return indexes;
    }

    private static int references(Pack pack, Set<Long> indexes) {
        int references = 0;
        for (Pack.FactLine fact : pack.facts()) {
            require(indexes, fact.entry(), "fact " + fact.key() + " of " + fact.subject());
            references++;
        }
        Map<String, String> seen = new HashMap<>();
        for (Pack.DeviceLines device : pack.devices()) {
            if (seen.put(device.device(), "") != null) {
                throw new Refused(device.device() + " occurs twice");
            }
            for (Pack.FindingLine finding : device.findings()) {
                for (long entry : finding.entries()) {
                    require(indexes, entry, "finding " + finding.check() + " of " + device.device());
                    references++;
                }
            }
        }
        return references;
    }

    private static void require(Set<Long> indexes, long entry, String who) {
        if (!indexes.contains(entry)) {
            throw new Refused("the " + who + " names entry " + entry + ", which is not in the pack");
        }
    }

    private static String hex(byte[] thumbprint) {
        return java.util.HexFormat.of().formatHex(thumbprint, 0, 8);
    }
}
