package dev.muster.format.update.suit;

import dev.muster.format.cbor.CborWriter;
import java.util.Collection;
import java.util.List;

/** A capability report to deterministic bytes. */
final class CapabilityWriter {
    private CapabilityWriter() {}

    static byte[] write(Capabilities all) {
        int count = 4
                + all.members().size()
                + (all.envelopeBytes().isPresent() ? 1 : 0)
                + (all.componentBytes().isEmpty() ? 0 : 1)
                + (all.deltas().isEmpty() ? 0 : 1);
        CborWriter writer = CborWriter.create().map(count);
        writer.integer(CodePoints.CAPABILITY_COMPONENTS).array(all.components().size());
        for (Capabilities.Component component : all.components()) {
            List<byte[]> path = component.id().bytes();
            writer.array(path.size() + (component.subtree() ? 1 : 0));
            path.forEach(writer::bytes);
            if (component.subtree()) {
                writer.bool(true);
            }
        }
        numbers(writer.integer(CodePoints.CAPABILITY_COMMANDS), all.commands());
        numbers(writer.integer(CodePoints.CAPABILITY_PARAMETERS), all.parameters());
        numbers(writer.integer(CodePoints.CAPABILITY_ALGORITHMS), all.algorithms());
        all.members().forEach((where, known) -> numbers(writer.integer(where), known));
        // Negative keys come after all others, the smaller numbers first.
        all.envelopeBytes()
                .ifPresent(bytes ->
                        writer.integer(CodePoints.CAPABILITY_ENVELOPE_BYTES).integer(bytes));
        if (!all.componentBytes().isEmpty()) {
            writer.integer(CodePoints.CAPABILITY_COMPONENT_BYTES)
                    .array(all.componentBytes().size());
            all.componentBytes()
                    .forEach(one ->
                            SuitWriter.componentId(writer.array(2), one.id()).integer(one.bytes()));
        }
        if (!all.deltas().isEmpty()) {
            writer.integer(CodePoints.CAPABILITY_DELTAS).array(all.deltas().size());
            all.deltas().forEach(writer::text);
        }
        return writer.toByteArray();
    }

    private static void numbers(CborWriter writer, Collection<Long> numbers) {
        writer.array(numbers.size());
        numbers.forEach(writer::integer);
    }
}
