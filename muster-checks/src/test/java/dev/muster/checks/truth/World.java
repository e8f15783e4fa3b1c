package dev.muster.checks.truth;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.assurance.Checks;
import dev.muster.core.assurance.PostureFold;
import dev.muster.core.assurance.ShippedCatalogue;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.server.PackRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An organisation without a server: drafts become entries as the sequencer makes them, entries become facts by the rules of
 * all topics, and the fold judges them by all checks and the shipped catalogue.
 */
final class World {
    static final OrgId ORG = new OrgId("acme");
    static final Subject ACME = Subject.org(ORG);
    static final Subject PRODUCT = new Subject("product", "cam");
    static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");

    private static final Checks CHECKS = PackRules.checks();
    static final Assessor ASSESSOR = new Assessor(ShippedCatalogue.read(CHECKS.ids()), CHECKS);
    private static final EventCodec CODEC = PackRules.codec();
    private static final EntryFacts FACTS = PackRules.facts();

    private final PostureFold fold = new PostureFold(ORG, ASSESSOR);
    private final Map<Subject, Map<String, Verdict.Kind>> stands = new TreeMap<>();
    private long index;
    private Instant now = T0;

    Instant now() {
        return now;
    }

    void later(Duration time) {
        now = now.plus(time);
    }

    void say(Collection<Draft> drafts) {
        drafts.forEach(draft -> {
            Entry entry = new Entry(
                    index++,
                    ORG,
                    CODEC.type(draft.event()),
                    draft.subject(),
                    draft.effectiveAt(),
                    now,
                    draft.issuer(),
                    new byte[32],
                    Optional.of(CODEC.encode(draft.event())));
            fold.accept(entry, FACTS.facts(entry));
        });
    }

    void say(Draft... drafts) {
        say(List.of(drafts));
    }

    /** Judges what was touched; what changed, as {@code SOURCE/id} of each device. */
    List<PostureFold.Change> settle() {
        List<PostureFold.Change> changes = fold.settle(now);
        changes.forEach(change -> {
            Map<String, Verdict.Kind> kinds = stands.computeIfAbsent(change.subject(), _ -> new TreeMap<>());
            for (AssuranceEvent.RequirementChange one : change.requirements()) {
                kinds.put(one.requirement(), one.after());
            }
        });
        return changes;
    }

    /** How this device stands as of the last {@link #settle}; what is absent was never anything but unknown. */
    Map<String, Verdict.Kind> stands(Subject device) {
        return new TreeMap<>(stands.getOrDefault(device, Map.of()));
    }
}
