package dev.muster.core.attestation.corim;

import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.TypedBytes;
import java.util.List;
import java.util.Optional;

/** An environment-claim tuple: what somebody says of an environment (§9.3.3.1). */
public sealed interface Ect {
    Environment environment();

    /** Keys of who says so. */
    List<TypedBytes> authority();

    /** Of the manifest that says so; empty for evidence, and when it has none. */
    Optional<String> profile();

    /** Which conceptual message a claim comes from. The number is that of the draft. */
    enum Origin {
        REFERENCE_VALUES(0),
        ENDORSEMENTS(1),
        EVIDENCE(2);

        private final int number;

        Origin(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    /**
     * Claims about elements of an environment.
     *
     * @param elements what was measured, without authorities of their own
     */
    record Elements(
            Environment environment,
            List<Measurement> elements,
            Origin origin,
            List<TypedBytes> authority,
            Optional<String> profile)
            implements Ect {
        public Elements {
            elements = List.copyOf(elements);
            authority = List.copyOf(authority);
        }

        Elements with(List<Measurement> others) {
            return new Elements(environment, others, origin, authority, profile);
        }
    }

    /** Which environments a domain is made of. */
    record Members(
            Environment environment, List<Environment> members, List<TypedBytes> authority, Optional<String> profile)
            implements Ect {
        public Members {
            members = List.copyOf(members);
            authority = List.copyOf(authority);
        }
    }

    /** Which members a domain depends on. */
    record Trustees(
            Environment environment, List<Environment> trustees, List<TypedBytes> authority, Optional<String> profile)
            implements Ect {
        public Trustees {
            trustees = List.copyOf(trustees);
            authority = List.copyOf(authority);
        }
    }

    /**
     * Verified keys of an environment, under the authority of the verifier.
     *
     * @param element which element has them, when that is said
     */
    record Keys(
            Environment environment,
            Optional<MeasuredElement> element,
            List<TypedBytes> keys,
            Triple.KeyKind kind,
            List<TypedBytes> authority,
            Optional<String> profile)
            implements Ect {
        public Keys {
            keys = List.copyOf(keys);
            authority = List.copyOf(authority);
        }
    }
}
