package dev.muster.ledger.witness;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.ForkedLogException;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.SeenHeads;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sequence.FollowerStatus;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.tree.LogName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** What somebody should know about the ledger of an organisation: whether it goes on, who watches it, who lags. */
public final class LedgerHealth {
    /** Contradictions that are listed; the ledger has them all. */
    private static final int MAX_LISTED = 20;
    /** A follower behind by this much and failing is named; one that is only busy is not. */
    private static final long MAX_BEHIND = 100_000;

    private volatile Supplier<List<String>> machine = List::of;
    private volatile Function<OrgId, List<String>> organisation = _ -> List.of();
    private final Ledger ledger;
    private final DeviceHeads devices;
    private final Function<OrgId, List<WitnessStatus>> witnesses;
    private final int quorum;

    /**
     * @param witnesses how each configured witness stands with an organisation's statement log
     * @param quorum how many must have cosigned; 0 when nobody asked for any
     */
    public LedgerHealth(
            Ledger ledger, DeviceHeads devices, Function<OrgId, List<WitnessStatus>> witnesses, int quorum) {
        this.ledger = ledger;
        this.devices = devices;
        this.witnesses = witnesses;
        this.quorum = quorum;
    }

    /** Sentences for people, the worst first; empty when all is well. */
    public List<String> troubles(OrgId org) {
        List<String> troubles = new ArrayList<>();
        try {
            ledger.requireWhole(org);
        } catch (ForkedLogException forked) {
            troubles.add(String.valueOf(forked.getMessage()));
        }
        List<Map<String, Object>> contradictions = contradictions(org).stream()
                .filter(one -> LogName.isOne(String.valueOf(one.get("log"))))
                .toList();
        if (!contradictions.isEmpty()) {
            Map<String, Object> newest = contradictions.getFirst();
            boolean shown = Boolean.TRUE.equals(newest.get("shown"));
            troubles.add((shown
                            ? "Heads of this ledger's " + newest.get("log") + " log were shown that contradict it: "
                            : "It is said, and was not shown, that the history of this ledger's " + newest.get("log")
                                    + " log is another one: ")
                    + contradictions.size()
                    + (contradictions.size() == MAX_LISTED ? " or more" : "") + " times, the newest by "
                    + newest.get("source") + " (entry " + newest.get("entry") + ").");
        }
        int strangers = devices.strangers(LogId.record(org)).size();
        if (strangers > 0) {
            troubles.add(
                    strangers == 1
                            ? devices.strangers(LogId.record(org)).getFirst()
                                    + " shows a head of this ledger under another key: it was with another server, or"
                                    + " it says what is not so."
                            : strangers + " devices show heads of this ledger under another key: they were with another"
                                    + " server, or this ledger was replaced.");
        }
        troubles.addAll(machine.get());
        troubles.addAll(organisation.apply(org));
        for (WitnessStatus witness : witnesses.apply(org)) {
            if (witness.failures() > 0) {
                troubles.add("Witness " + witness.name() + " has not cosigned, " + witness.failures() + " times now: "
                        + witness.lastError() + ".");
            }
        }
        for (FollowerStatus follower : followers(org)) {
            if (troubled(follower)) {
                troubles.add("Follower " + follower.name() + " stands at entry " + follower.next() + " of "
                        + follower.size() + " and failed " + follower.failures() + " times: "
                        + follower.lastError().orElse("it is slow") + ".");
            }
        }
        return List.copyOf(troubles);
    }

    /** What else goes wrong on this machine is said in the same place. */
    public void watches(Supplier<List<String>> troubles) {
        machine = troubles;
    }

    /** And so is what somebody of the organisation should do soon. */
    public void watchesOrganisations(Function<OrgId, List<String>> troubles) {
        organisation = troubles;
    }

    /** {@code ok}, {@code attention}, or {@code refused} when nothing is signed or appended. */
    public String state(OrgId org) {
        return refuses(org) ? "refused" : troubles(org).isEmpty() ? "ok" : "attention";
    }

    /** Whether nothing is signed or appended. */
    public boolean refuses(OrgId org) {
        try {
            ledger.requireWhole(org);
            return false;
        } catch (ForkedLogException forked) {
            return true;
        }
    }

    /** Everything, for machines. */
    public Map<String, Object> json(OrgId org) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", state(org));
        json.put("troubles", troubles(org));
        json.put("record", ledger.size(LogId.record(org)));
        json.put("statement", ledger.size(LogId.statements(org)));
        json.put("devicesWatching", SeenHeads.devices(ledger.settings().database(), LogId.record(org)));
        json.put("contradictions", contradictions(org));
        json.put("quorum", quorum);
        json.put(
                "witnesses",
                witnesses.apply(org).stream().map(LedgerHealth::json).toList());
        json.put("followers", followers(org).stream().map(LedgerHealth::json).toList());
        return json;
    }

    private static Map<String, Object> json(WitnessStatus witness) {
        return Map.of(
                "name", witness.name(),
                "log", witness.log().name().text(),
                "cosigned", witness.cosigned(),
                "at", witness.cosignedAt().map(Object::toString).orElse(""),
                "failures", witness.failures(),
                "lastError", witness.lastError());
    }

    private static Map<String, Object> json(FollowerStatus status) {
        return Map.of(
                "name", status.name(),
                "next", status.next(),
                "size", status.size(),
                "failures", status.failures(),
                "lastError", status.lastError().orElse(""),
                "trouble", troubled(status));
    }

    private static boolean troubled(FollowerStatus follower) {
        return follower.failures() > 0 || follower.size() - follower.next() > MAX_BEHIND;
    }

    List<FollowerStatus> followers(OrgId org) {
        return ledger.followers(org);
    }

    private List<Map<String, Object>> contradictions(OrgId org) {
        List<Entry> found = ledger.entries(
                org,
                EntryQuery.all()
                        .type("ledger.split-view-noticed")
                        .fallingOrder()
                        .limit(MAX_LISTED));
        List<Map<String, Object>> listed = new ArrayList<>();
        for (Entry entry : found) {
            if (ledger.event(entry).orElse(null) instanceof LedgerEvent.SplitViewNoticed noticed) {
                listed.add(Map.of(
                        "entry", entry.index(),
                        "log", noticed.log(),
                        "source", noticed.source(),
                        "size", noticed.size(),
                        "shown", noticed.note().length > 0,
                        "at", entry.receivedAt().toString()));
            }
        }
        return List.copyOf(listed);
    }
}
