package dev.muster.format.attest.corim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A registered set of extensions and checks: what a profile asks of the triples of a CoMID (CoRIM -11 §4.1.4). The checks
 * are tried in their order, and the first that is broken is the reason of the refusal.
 *
 * @param ids URIs or dotted OIDs, the newest first
 * @param name for people
 * @param extensions code points of measurement values that the profile defines
 * @param rules what it asks of each kind of triple
 */
public record CorimProfile(List<String> ids, String name, Set<Long> extensions, List<Rule> rules) {
    /** Which triples a rule is about. */
    enum Kind {
        REFERENCE("reference value"),
        ATTEST_KEY("attest key"),
        COMID("module identifier");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** One check; {@code breach} gives what is wrong, or nothing. */
    record Rule(Kind kind, String code, Function<Subject, Optional<String>> breach) {}

    /** What a rule looks at: a triple's environment with its measurements or keys, and the whole CoMID. */
    record Subject(
            Comid comid, Optional<Environment> environment, List<Measurement> measurements, List<TypedBytes> keys) {}

    public CorimProfile {
        ids = List.copyOf(ids);
        extensions = Set.copyOf(extensions);
        rules = List.copyOf(rules);
    }

    /** What a module identifier breaks, if anything. */
    public Optional<Profiles.Refusal> refusal(Comid comid) {
        Optional<Profiles.Refusal> keys = broken(Kind.ATTEST_KEY, keys(comid));
        if (keys.isPresent()) {
            return keys;
        }
        List<Subject> references = comid.references().stream()
                .map(triple -> new Subject(comid, Optional.of(triple.environment()), triple.measurements(), List.of()))
                .toList();
        Optional<Profiles.Refusal> values = broken(Kind.REFERENCE, references);
        if (values.isPresent()) {
            return values;
        }
        return broken(Kind.COMID, List.of(new Subject(comid, Optional.empty(), List.of(), List.of())));
    }

    private static List<Subject> keys(Comid comid) {
        List<Subject> found = new ArrayList<>();
        for (Triple triple : comid.triples()) {
            if (triple instanceof Triple.Keys key && key.kind() == Triple.KeyKind.ATTEST) {
                found.add(new Subject(comid, Optional.of(key.environment()), List.of(), key.keys()));
            }
        }
        return found;
    }

    private Optional<Profiles.Refusal> broken(Kind kind, List<Subject> subjects) {
        for (int i = 0; i < subjects.size(); i++) {
            for (Rule rule : rules) {
                Optional<String> breach = rule.kind() == kind ? rule.breach().apply(subjects.get(i)) : Optional.empty();
                if (breach.isPresent()) {
                    return Optional.of(
                            new Profiles.Refusal(rule.code(), kind.text + " " + (i + 1) + ": " + breach.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** A rule about the environment of a triple. */
    static Rule environment(Kind kind, String code, Predicate<Environment> holds, String breach) {
        return new Rule(
                kind,
                code,
                subject -> subject.environment().filter(holds).isPresent() ? Optional.empty() : Optional.of(breach));
    }

    /** A rule about every measurement of a triple. */
    static Rule measurement(String code, Predicate<Measurement> holds, String breach) {
        return new Rule(Kind.REFERENCE, code, subject -> {
            for (int i = 0; i < subject.measurements().size(); i++) {
                if (!holds.test(subject.measurements().get(i))) {
                    return Optional.of("measurement " + (i + 1) + ": " + breach);
                }
            }
            return Optional.empty();
        });
    }

    /** A rule about the measurements of a triple together. */
    static Rule measurements(String code, Predicate<List<Measurement>> holds, String breach) {
        return new Rule(
                Kind.REFERENCE,
                code,
                subject -> holds.test(subject.measurements()) ? Optional.empty() : Optional.of(breach));
    }

    /** A rule about the keys of an attest-key triple. */
    static Rule keys(String code, Predicate<List<TypedBytes>> holds, String breach) {
        return new Rule(
                Kind.ATTEST_KEY, code, subject -> holds.test(subject.keys()) ? Optional.empty() : Optional.of(breach));
    }

    /** A rule about the CoMID as a whole. */
    static Rule comid(String code, Predicate<Comid> holds, String breach) {
        return new Rule(
                Kind.COMID, code, subject -> holds.test(subject.comid()) ? Optional.empty() : Optional.of(breach));
    }

    /** Whether a CoMID has a reference value or an attestation key at all. */
    static boolean saysSomething(Comid comid) {
        return !comid.references().isEmpty()
                || comid.triples().stream().anyMatch(triple -> triple instanceof Triple.Keys);
    }
}
