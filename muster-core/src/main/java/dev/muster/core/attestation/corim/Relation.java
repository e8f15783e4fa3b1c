package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.Triple;
import java.util.List;
import java.util.Optional;

/** A triple as the processor works with it: when these conditions are met, these claims are added (§9.3.3.2). */
public sealed interface Relation {
    Source source();

    /** Environments that its conditions are about. */
    List<Environment> asks();

    /** Environments that it may add claims about. */
    List<Environment> gives();

    /** Evidence that meets the condition is said again by the provider (§9.3.5.2). */
    record Reference(Source source, Condition condition) implements Relation {
        /** The relation of a reference triple. */
        public static Reference of(Source source, Environment environment, List<Measurement> measurements) {
            return new Reference(source, new Condition(environment, Transformation.elements(measurements), List.of()));
        }

        @Override
        public List<Environment> asks() {
            return List.of(condition.environment());
        }

        @Override
        public List<Environment> gives() {
            return asks();
        }
    }

    /** When each condition is met by some claim, every addition is made (§9.3.5.3.1). */
    record Endorsed(Source source, List<Condition> conditions, List<Ect.Elements> additions) implements Relation {
        public Endorsed {
            conditions = List.copyOf(conditions);
            additions = List.copyOf(additions);
        }

        @Override
        public List<Environment> asks() {
            return conditions.stream().map(Condition::environment).toList();
        }

        @Override
        public List<Environment> gives() {
            return additions.stream().map(Ect.Elements::environment).toList();
        }
    }

    /** Of the items the first whose condition is met makes its addition (§9.3.5.3.2). */
    record Series(Source source, List<Item> items) implements Relation {
        /** One member of a series. */
        public record Item(Condition condition, Ect.Elements addition) {}

        public Series {
            items = List.copyOf(items);
        }

        @Override
        public List<Environment> asks() {
            return List.of(items.getFirst().condition().environment());
        }

        @Override
        public List<Environment> gives() {
            return List.of(items.getFirst().addition().environment());
        }
    }

    /** Keys of an environment that the verifier checks (§9.3.5.3.3). */
    record Keys(Source source, Triple.Keys triple) implements Relation {
        @Override
        public List<Environment> asks() {
            return List.of(triple.environment());
        }

        @Override
        public List<Environment> gives() {
            return List.of();
        }
    }

    /** A domain of these members (§9.3.5.3.4), or one that depends on them (§9.3.5.3.5). */
    record Domain(Source source, boolean depends, Environment domain, List<Environment> others) implements Relation {
        public Domain {
            others = List.copyOf(others);
        }

        @Override
        public List<Environment> asks() {
            return others;
        }

        @Override
        public List<Environment> gives() {
            return List.of(domain);
        }
    }

    /** The profile of what it adds. */
    default Optional<String> profile() {
        return source().profile();
    }
}
