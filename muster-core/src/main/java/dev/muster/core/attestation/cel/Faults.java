package dev.muster.core.attestation.cel;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Faults that another operand may make up for. */
final class Faults {
    private @Nullable CelException first;

    /** The truth of an operand, or {@code otherwise} when it has none. */
    boolean truth(BooleanSupplier operand, boolean otherwise) {
        try {
            return operand.getAsBoolean();
        } catch (CelException fault) {
            if (fault.exhausted()) {
                throw fault;
            }
            first = first == null ? fault : first;
            return otherwise;
        }
    }

    /** Nothing made up for them. */
    void orElse() {
        if (first != null) {
            throw first;
        }
    }
}
