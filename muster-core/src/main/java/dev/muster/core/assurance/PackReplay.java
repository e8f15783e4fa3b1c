package dev.muster.core.assurance;

import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Actor;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.format.MalformedException;
import dev.muster.format.audit.pack.Pack;
import dev.muster.format.audit.pack.PackEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Derives a pack's claims again from its entries: the facts from the bodies, the findings from the facts, the verdicts
 * from the findings and the catalogue inside the pack. Give it only a pack that {@code PackVerifier} found to hold.
 */
public final class PackReplay {
    private final Checks checks;
    private final EventCodec codec;
    private final List<FactRule> rules;

    public PackReplay(Checks checks, EventCodec codec, List<FactRule> rules) {
        this.checks = checks;
        this.codec = codec;
        this.rules = List.copyOf(rules);
    }

    /** What deriving it again came to. */
    public sealed interface Outcome {
        /** Everything came out the same. */
        record Same(int facts, int findings, int verdicts) implements Outcome {}

        /**
         * Something came out otherwise.
         *
         * @param detail the first difference, one sentence
         */
        record Differs(String detail) implements Outcome {}

        /**
         * It cannot be told, because a body is erased or the pack is of another version of the rules.
         *
         * @param detail why, one sentence
         */
        record Unknown(String detail) implements Outcome {}
    }

    /** Derives everything again. */
    public Outcome replay(Pack pack) {
        try {
            return derive(pack);
        } catch (CatalogueException | MalformedException | IllegalArgumentException e) {
            return new Outcome.Unknown("the pack cannot be derived again here: " + e.getMessage());
        }
    }

    private Outcome derive(Pack pack) {
        OrgId org = new OrgId(pack.org());
        Map<Long, Instant> received = new HashMap<>();
        Set<Pack.FactLine> stated = new HashSet<>();
        Set<Long> bodiless = new HashSet<>();
        for (PackEntry packed : pack.entries()) {
            PackEntry.Leaf leaf = packed.read();
            received.put(leaf.index(), leaf.receivedAt());
            if (packed.body().isEmpty()) {
                bodiless.add(leaf.index());
                continue;
            }
            Entry entry = entry(org, leaf, packed.body());
            codec.event(entry)
                    .ifPresent(event -> rules.forEach(
                            rule -> rule.facts(entry, event).forEach(fact -> stated.add(PackDraft.line(fact)))));
        }
        FactRegister register = new FactRegister(org);
        for (Pack.FactLine line : pack.facts()) {
            if (!stated.contains(line) && !bodiless.contains(line.entry())) {
                return new Outcome.Differs(
                        "entry " + line.entry() + " does not state " + line.key() + " = " + line.value());
            }
            register.accept(new Known(fact(line), received.getOrDefault(line.entry(), pack.asOf())));
        }
        Outcome outcome = compare(pack, register);
        return outcome instanceof Outcome.Same && !bodiless.isEmpty() ? withheld(pack, bodiless) : outcome;
    }

    /** What follows, follows; what rests on a body that is not there is nobody's word but the pack's. */
    private static Outcome withheld(Pack pack, Set<Long> bodiless) {
        long taken = pack.facts().stream()
                .filter(line -> bodiless.contains(line.entry()))
                .count();
        return new Outcome.Unknown("everything follows from the entries but " + taken + " facts of " + bodiless.size()
                + " entries whose bodies are not in the pack, erased or withheld; they are in the log");
    }

    private Outcome compare(Pack pack, FactRegister register) {
        Map<String, String> files = new LinkedHashMap<>();
        pack.catalogue().files().forEach((name, bytes) -> files.put(name, new String(bytes, StandardCharsets.UTF_8)));
        Assessor assessor = new Assessor(CatalogueReader.read(files, checks.ids()), checks);
        int findings = 0;
        int verdicts = 0;
        for (Pack.DeviceLines device : pack.devices()) {
            Subject subject = Subject.parse(device.device());
            Pack.DeviceLines again = PackDraft.lines(assessor, register.view(subject), subject, pack.asOf());
            if (!again.equals(device)) {
                return new Outcome.Differs(difference(device, again));
            }
            findings += device.findings().size();
            verdicts += device.verdicts().size();
        }
        return new Outcome.Same(pack.facts().size(), findings, verdicts);
    }

    private static String difference(Pack.DeviceLines claimed, Pack.DeviceLines derived) {
        for (Pack.VerdictLine line : claimed.verdicts()) {
            if (!derived.verdicts().contains(line)) {
                return claimed.device() + ": the verdict " + line.verdict() + " on " + line.requirement()
                        + " does not follow from the entries";
            }
        }
        for (Pack.FindingLine line : claimed.findings()) {
            if (!derived.findings().contains(line)) {
                return claimed.device() + ": the finding " + line.outcome() + " of " + line.check()
                        + " does not follow from the entries";
            }
        }
        return claimed.device() + ": the entries say more than the pack";
    }

    private static Entry entry(OrgId org, PackEntry.Leaf leaf, Optional<byte[]> body) {
        return new Entry(
                leaf.index(),
                org,
                leaf.type(),
                Subject.parse(leaf.subject()),
                leaf.effectiveAt(),
                leaf.receivedAt(),
                leaf.issuer(),
                leaf.digest(),
                body,
                leaf.actor().map(Actor::parse));
    }

    private static Fact fact(Pack.FactLine line) {
        return new Fact(
                Subject.parse(line.subject()),
                line.key(),
                line.value(),
                line.effectiveAt(),
                Grade.valueOf(line.grade()),
                line.entry());
    }
}
