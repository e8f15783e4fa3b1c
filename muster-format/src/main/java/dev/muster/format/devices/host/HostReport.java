package dev.muster.format.devices.host;

import dev.muster.format.cbor.CborWriter;
import java.time.Instant;
import java.util.List;

/**
 * All properties of a host at one time.
 *
 * @param at by the device's clock; whole seconds on the wire
 * @param facts at most {@value #MAX_FACTS}, each key once
 */
public record HostReport(Instant at, List<HostFact> facts) {
    public static final String MEDIA_TYPE = "application/vnd.muster.host+cose";

    /** Twice what the agent knows to look at. */
    public static final int MAX_FACTS = 96;

    /** What a door takes: every fact at its longest would be more, and no host has that. */
    public static final int MAX_BYTES = 64 * 1024;

    public HostReport {
        facts = List.copyOf(facts);
        if (facts.size() > MAX_FACTS
                || facts.stream().map(HostFact::key).distinct().count() != facts.size()) {
            throw new IllegalArgumentException("at most " + MAX_FACTS + " facts, each key once");
        }
    }

    /** @throws HostException when the bytes are not a host report */
    public static HostReport parse(byte[] bytes) {
        return HostReader.report(bytes);
    }

    /** Deterministic CBOR. */
    public byte[] encode() {
        CborWriter out = CborWriter.create();
        out.array(3).integer(HostReader.VERSION).integer(at.getEpochSecond());
        out.array(facts.size());
        for (HostFact fact : facts) {
            out.array(4).text(fact.key()).text(fact.value());
            out.text(fact.standing().word()).text(fact.detail());
        }
        return out.toByteArray();
    }
}
