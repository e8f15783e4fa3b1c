package dev.muster.core.assurance;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The latest fact of every subject and key of one organisation: a fold over facts in the order of their entries. Which
 * of two facts is the latest is told by {@link Known#supersedes}, so a late arrival never undoes what is newer. Not
 * safe for several threads.
 */
public final class FactRegister {
    /** Under this key a device's fact says which product it is; the value is the product's id. */
    public static final String PRODUCT_KEY = "devices.product";

    /** Longer values are a device's own: digests, times, names. */
    private static final int SHARED_CHARS = 24;

    /** Enough for every key and every word that devices share. */
    private static final int TEXTS_MAX = 4096;

    private final Map<String, String> texts = new HashMap<>();
    private final Subject org;
    private final Map<Subject, Map<String, Known>> latest = new HashMap<>();
    private int size;

    public FactRegister(OrgId org) {
        this.org = Subject.org(org);
    }

    /** Takes a fact; false when a newer one under its key was there already. */
    public boolean accept(Known known) {
        Map<String, Known> facts = latest.computeIfAbsent(known.fact().subject(), _ -> new TreeMap<>());
        Known before = facts.get(known.fact().key());
        if (before != null && !known.supersedes(before)) {
            return false;
        }
        Known kept = slim(known, before == null ? facts.values() : List.of(before));
        facts.put(kept.fact().key(), kept);
        size += before == null ? 1 : 0;
        return true;
    }

    /** How many facts these are. */
    public int size() {
        return size;
    }

    /** Lets the facts of this subject go, but for those under such keys. */
    void forget(Subject subject, Predicate<String> lasting) {
        Map<String, Known> facts = latest.get(subject);
        if (facts != null) {
            int before = facts.size();
            facts.keySet().removeIf(key -> !lasting.test(key));
            size -= before - facts.size();
            if (facts.isEmpty()) {
                latest.remove(subject);
            }
        }
    }

    /** Keys, and values that many devices have, are there once however many devices there are. */
    private Known slim(Known known, Collection<Known> others) {
        Fact fact = known.fact();
        Subject subject = others.isEmpty()
                ? fact.subject()
                : others.iterator().next().fact().subject();
        String value = fact.value().length() <= SHARED_CHARS ? shared(fact.value()) : fact.value();
        return new Known(
                new Fact(subject, shared(fact.key()), value, fact.effectiveAt(), fact.grade(), fact.entry()),
                known.receivedAt());
    }

    private String shared(String text) {
        String known = texts.get(text);
        if (known == null && texts.size() < TEXTS_MAX) {
            texts.put(text, text);
        }
        return known == null ? text : known;
    }

    /** The latest fact of this subject under this key. */
    public Optional<Known> latest(Subject subject, String key) {
        return Optional.ofNullable(latest.getOrDefault(subject, Map.of()).get(key));
    }

    /** All latest facts of this subject by key. */
    public Map<String, Known> of(Subject subject) {
        return Collections.unmodifiableMap(latest.getOrDefault(subject, Map.of()));
    }

    /** All latest facts, by subject and key. */
    public List<Known> all() {
        return latest.values().stream()
                .flatMap(facts -> facts.values().stream())
                .toList();
    }

    /** The product that this device is one of. */
    public Optional<Subject> productOf(Subject device) {
        return latest(device, PRODUCT_KEY).map(known -> new Subject("product", known.value()));
    }

    /** Every device that some fact is about, in order of id. */
    public List<Subject> devices() {
        return latest.keySet().stream().filter(FactRegister::isDevice).sorted().toList();
    }

    /** What checks see when they judge this device, as long as nothing else is accepted. */
    public Facts view(Subject device) {
        Map<String, Known> own = of(device);
        Map<String, Known> products = productOf(device).map(this::of).orElse(Map.of());
        Map<String, Known> ours = of(org);
        return key -> Optional.ofNullable(
                switch (key.scope()) {
                    case DEVICE -> own.get(key.key());
                    case PRODUCT -> products.get(key.key());
                    case ORG -> ours.get(key.key());
                });
    }

    static boolean isDevice(Subject subject) {
        return subject.kind().equals("device");
    }
}
