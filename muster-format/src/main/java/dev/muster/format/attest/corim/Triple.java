package dev.muster.format.attest.corim;

import dev.muster.format.attest.coswid.TagId;
import java.util.List;

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

    /** Which CoSWID tags describe the software of this environment (§5.1.12). */
    record Software(Environment environment, List<TagId> tags) implements Triple {
        public Software {
            tags = List.copyOf(tags);
        }
    }

    /** A kind that is kept but not interpreted. {@code kind} is its key in triples-map. */
    record Other(long kind, TypedBytes record) implements Triple {}
}
