package dev.muster.server.console;

import dev.muster.core.attestation.Expected;
import dev.muster.core.attestation.Policies;
import dev.muster.core.attestation.PolicySet;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Micros;
import dev.muster.ledger.sql.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * By what devices are silent.
 *
 * @param now the moment that is asked about
 * @param expected how often they are to attest
 */
record Silence(Instant now, Expected expected) {
    private static final String POLICY = "attestation.policy-set";

    /** What is expected now, or was at a time: the entry is asked, for a table knows only what is so now. */
    static Expected expected(Tx tx, OrgId org, EntryFacts reader, Optional<Instant> asOf) {
        EntryQuery newest = EntryQuery.all()
                .subject(Policies.SUBJECT)
                .type(POLICY)
                .fallingOrder()
                .limit(1);
        return new Entries(tx, org)
                .find(asOf.map(newest::knownAt).orElse(newest)).stream()
                        .findFirst()
                        .flatMap(reader::event)
                        .filter(PolicySet.class::isInstance)
                        .flatMap(set -> ((PolicySet) set).table().expected())
                        .orElse(Expected.NOTHING);
    }

    /** The condition of those that would be trusted, had they shown evidence lately; answered from {@code console_device_attested}. */
    String sql(List<@Nullable Object> args) {
        args.add(before(expected.shortest()));
        StringBuilder sql = new StringBuilder(" and d.attested_at <= ?");
        if (!expected.products().isEmpty()) {
            sql.append(" and d.attested_at <= case d.product");
            new TreeMap<>(expected.products()).forEach((product, _) -> {
                sql.append(" when ? then ?");
                args.add(product);
                args.add(before(expected.silentAfter(product)));
            });
            sql.append(" else ? end");
            args.add(before(expected.silentAfter("")));
        }
        args.add(DeviceSummary.GOOD);
        List<String> not = Stream.of(DeviceSummary.HELD, DeviceSummary.AWAY, List.of(DeviceSummary.JOINING))
                .flatMap(List::stream)
                .toList();
        args.addAll(not);
        return sql + " and d.verdict = ? and d.state not in (" + String.join(", ", Collections.nCopies(not.size(), "?"))
                + ")";
    }

    private long before(Duration age) {
        return Micros.of(now.minus(age));
    }
}
