package dev.muster.core.assurance;

import dev.muster.core.facts.EntryFacts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives every verdict of a ledger again, from its entries alone, and says where the ledger says otherwise: a change that does
 * not follow, and one that follows and is missing. One pass over the entries in the order of their index. Not safe for several
 * threads.
 *
 * <p>Each entry about verdicts names its time and the last entry that it took into account, so the fold can be brought to
 * exactly where the judge stood. The digest is over what comes out, line by line: two machines that replay the same entries by
 * the same rules print the same.
 *
 * <p>Of a large fleet {@link GroupedReplay} replays so many devices at a time, one pass over the entries for each group: then the
 * facts of one group are in memory, and never those of all.
 */
public final class VerdictReplay {
    /** Enough to see what is wrong. */
    public static final int MAX_MISMATCHES = 100;

    private final EntryFacts facts;
    private final ReplayGroup group;
    private final String version;
    private final PostureFold fold;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Map<Subject, PostureFold.Change> owed = new TreeMap<>();
    private final List<Mismatch> mismatches = new ArrayList<>();
    private final MessageDigest digest;
    private Optional<Moment> current = Optional.empty();
    /** The device of the last entry of this moment. */
    private Optional<Subject> told = Optional.empty();

    private long entries;
    private long verdicts;
    private long findings;
    private long foreign;
    private long erased;

    /** Facts of an entry that the judge may not have seen yet. */
    private record Pending(long index, List<Known> facts) {}

    /** When the judge looked, and what it had taken by then. */
    private record Moment(Instant at, long upTo) {}

    /**
     * Where the ledger says otherwise.
     *
     * @param entry index of the entry about verdicts
     * @param device whose
     * @param recorded what stands there
     * @param replayed what follows
     */
    public record Mismatch(long entry, String device, String recorded, String replayed) {}

    /**
     * What came of it.
     *
     * @param entries read
     * @param verdicts changes of verdicts that were given again
     * @param findings changes of findings that were given again
     * @param foreign entries about verdicts by another version of the catalogue: taken as said, not given again
     * @param erased entries without a body, from which nothing follows any more
     * @param digest SHA-256 over every change that came out, in lower-case hexadecimal
     * @param mismatches at most {@link #MAX_MISMATCHES}
     */
    public record Report(
            long entries,
            long verdicts,
            long findings,
            long foreign,
            long erased,
            String digest,
            List<Mismatch> mismatches) {
        public Report {
            mismatches = List.copyOf(mismatches);
        }

        /** Whether every verdict came out as recorded. */
        public boolean holds() {
            return mismatches.isEmpty();
        }
    }

    /** Of all devices at once. */
    public VerdictReplay(OrgId org, EntryFacts facts, Assessor assessor) {
        this(org, facts, assessor, new ReplayGroup(Set.of(), Integer.MAX_VALUE));
    }

    /** Of the devices of a group only. */
    VerdictReplay(OrgId org, EntryFacts facts, Assessor assessor, ReplayGroup group) {
        this.facts = facts;
        this.group = group;
        this.version = assessor.catalogue().version();
        this.fold = new PostureFold(org, assessor);
        this.digest = sha256();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Takes the next entry. */
    public void take(Entry entry) {
        entries++;
        Optional<Event> event = facts.event(entry);
        erased += entry.body().isEmpty() ? 1 : 0;
        if (event.isPresent() && event.get() instanceof AssuranceEvent.VerdictChanged changed) {
            judged(entry, changed);
            return;
        }
        List<Known> known = facts.of(entry).stream()
                .filter(one -> group.concerns(one.fact().subject()))
                .toList();
        if (!known.isEmpty()) {
            pending.add(new Pending(entry.index(), known));
        }
    }

    /** After the last entry. */
    public Report end() {
        close(-1);
        return new Report(
                entries, verdicts, findings, foreign, erased, HexFormat.of().formatHex(digest.digest()), mismatches);
    }

    private void judged(Entry entry, AssuranceEvent.VerdictChanged changed) {
        if (!changed.catalogue().equals(version)) {
            close(entry.index());
            foreign++;
            bring(changed.upTo());
            if (group.concerns(entry.subject())) {
                changed.requirements().forEach(change -> fold.said(entry.subject(), change));
                changed.checks().forEach(change -> fold.said(entry.subject(), change));
            }
            return;
        }
        Moment moment = new Moment(changed.at(), changed.upTo());
        if (!current.equals(Optional.of(moment))) {
            close(entry.index());
            bring(moment.upTo());
            fold.settle(moment.at()).forEach(change -> owed.put(change.subject(), change));
            current = Optional.of(moment);
        }
        told = Optional.of(entry.subject());
        if (group.concerns(entry.subject())) {
            compare(entry, changed, Optional.ofNullable(owed.remove(entry.subject())));
        }
    }

    /** To where the judge stood: every entry up to this one is taken. */
    private void bring(long upTo) {
        while (!pending.isEmpty() && pending.peek().index() <= upTo) {
            pending.remove().facts().forEach(fold::accept);
        }
    }

    /**
     * What follows from the last moment and stands nowhere. A judge tells of many devices in the order of their ids, some at
     * a time: when all that is missing comes after what stands there it was ended in between, and one that is started anew
     * owes the rest at its next moment.
     */
    private void close(long entry) {
        boolean ended =
                entry >= 0 && told.isPresent() && owed.keySet().stream().allMatch(one -> one.compareTo(told.get()) > 0);
        if (ended) {
            owed.keySet().forEach(fold::untold);
            owed.clear();
        }
        told = Optional.empty();
        owed.forEach((device, change) -> {
            if (!change.requirements().isEmpty() || !again(change.checks()).isEmpty()) {
                differ(entry, device, "nothing", words(change.requirements(), again(change.checks())));
            }
        });
        owed.clear();
        current = Optional.empty();
    }

    private void compare(Entry entry, AssuranceEvent.VerdictChanged changed, Optional<PostureFold.Change> change) {
        Subject device = entry.subject();
        List<AssuranceEvent.RequirementChange> derived =
                change.map(PostureFold.Change::requirements).orElse(List.of());
        List<AssuranceEvent.CheckChange> found =
                change.map(PostureFold.Change::checks).orElse(List.of());
        verdicts += derived.size();
        findings += found.size();
        hash(changed.at() + " " + device.text());
        derived.forEach(one -> hash(one.requirement() + " " + one.after() + " "
                + one.grade().map(Enum::name).orElse("-")));
        found.forEach(one -> hash(one.check() + " " + one.after() + " " + one.entries() + " " + one.reason()));
        if (!derived.equals(changed.requirements()) || !same(changed.checks(), found)) {
            String recorded = words(changed.requirements(), changed.checks());
            String replayed = words(derived, found);
            boolean alike = recorded.equals(replayed);
            // The same words for other reasons, entries or grades: then all of it is told.
            differ(
                    entry.index(),
                    device,
                    alike ? changed.requirements() + " " + changed.checks() : recorded,
                    alike ? derived + " " + found : replayed);
        }
    }

    /** A breach that is shown again is told by a judge that remembers the first; one that was started anew does not. */
    private static boolean same(List<AssuranceEvent.CheckChange> said, List<AssuranceEvent.CheckChange> found) {
        Set<AssuranceEvent.CheckChange> missing = new HashSet<>(found);
        said.forEach(missing::remove);
        return found.containsAll(said) && again(List.copyOf(missing)).isEmpty();
    }

    private static List<AssuranceEvent.CheckChange> again(List<AssuranceEvent.CheckChange> checks) {
        return checks.stream()
                .filter(check -> !check.before().equals(Optional.of(check.after())))
                .toList();
    }

    private void differ(long entry, Subject device, String recorded, String replayed) {
        if (mismatches.size() < MAX_MISMATCHES) {
            mismatches.add(new Mismatch(entry, device.id(), recorded, replayed));
        }
    }

    private void hash(String line) {
        digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String words(
            List<AssuranceEvent.RequirementChange> requirements, List<AssuranceEvent.CheckChange> checks) {
        List<String> words = new ArrayList<>();
        requirements.forEach(one -> words.add(one.requirement() + " " + one.after()));
        checks.forEach(one -> words.add(one.check() + " " + one.after()));
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }
}
