package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.TagId;
import java.util.List;
import java.util.Optional;

/** A statement of a CoMID (CoRIM -11 §5.1.4). */
public sealed interface Triple {
    /** Reference values: a device of this environment in a good state has all of these measurements (§5.1.5). */
    record Reference(Environment environment, List<Measurement> measurements) implements Triple {
        public Reference {
            measurements = List.copyOf(measurements);
        }
    }

    /** Endorsed values: a device of this environment has these properties although it cannot measure them (§5.1.6). */
    record Endorsed(Environment environment, List<Measurement> measurements) implements Triple {
        public Endorsed {
            measurements = List.copyOf(measurements);
        }
    }

    /** What keys are for. */
    enum KeyKind {
        /** Keys that identify a device (§5.1.9). */
        IDENTITY,
        /** Keys that sign evidence (§5.1.10). */
        ATTEST
    }

    /**
     * Keys that were provisioned to an environment.
     *
     * @param keys tagged 554 to 562, at least one
     * @param element the element within the environment that holds them
     * @param authorizedBy who must have said so of the evidence
     */
    record Keys(
            KeyKind kind,
            Environment environment,
            List<TypedBytes> keys,
            Optional<MeasuredElement> element,
            List<TypedBytes> authorizedBy)
            implements Triple {
        public Keys {
            keys = List.copyOf(keys);
            authorizedBy = List.copyOf(authorizedBy);
        }
    }

    /** Which environments a domain is made of (§5.1.11.1), or which domains it depends on (§5.1.11.2). */
    record Domain(boolean depends, Environment domain, List<Environment> others) implements Triple {
        public Domain {
            others = List.copyOf(others);
        }
    }

    /** An environment in a state: all of these measurements. */
    record State(Environment environment, List<Measurement> claims, List<TypedBytes> authorizedBy) {
        public State {
            claims = List.copyOf(claims);
            authorizedBy = List.copyOf(authorizedBy);
        }
    }

    /** Endorsements that hold when every condition does (§5.1.7). */
    record Conditional(List<State> conditions, List<Endorsed> endorsements) implements Triple {
        public Conditional {
            conditions = List.copyOf(conditions);
            endorsements = List.copyOf(endorsements);
        }
    }

    /** Of a series of conditions the first that holds adds its claims (§5.1.8). */
    record Series(State common, List<Choice> choices) implements Triple {
        public Series {
            choices = List.copyOf(choices);
        }
    }

    /** One member of a series. */
    record Choice(List<Measurement> condition, List<Measurement> addition) {
        public Choice {
            condition = List.copyOf(condition);
            addition = List.copyOf(addition);
        }
    }

    /** Which CoSWID tags describe the software of this environment (§5.1.12). */
    record Software(Environment environment, List<TagId> tags) implements Triple {
        public Software {
            tags = List.copyOf(tags);
        }
    }

    /** A kind that is kept but not interpreted. {@code kind} is its key in triples-map. */
    record Other(long kind, TypedBytes record) implements Triple {}
}
