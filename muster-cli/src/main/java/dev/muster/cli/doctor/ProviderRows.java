package dev.muster.cli.doctor;

import dev.muster.cli.doctor.Finding.State;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.ProviderChoice;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What every provider of cryptography answered to the published signatures, how fast it is, and which ones are used. */
final class ProviderRows {
    /** For all providers and algorithms together: enough to tell a fast one from a slow one. */
    private static final Duration BUDGET = Duration.ofMillis(400);

    private ProviderRows() {}

    static List<Finding> of(Crypto crypto) {
        return crypto.table(BUDGET).stream().map(ProviderRows::row).toList();
    }

    private static Finding row(ProviderChoice row) {
        String speed = row.microsPerVerify().isPresent()
                ? String.format(
                        Locale.ROOT,
                        ", %.0f us for a verification",
                        row.microsPerVerify().getAsDouble())
                : "";
        return new Finding(
                row.scheme().jca()
                        + (row.scheme().curve().isPresent()
                                ? " " + row.scheme().curve().get()
                                : ""),
                row.knownAnswer() ? State.GOOD : State.WEAKER,
                row.provider().getName() + " " + row.provider().getVersionStr()
                        + (row.knownAnswer() ? ": known answer right" : ": known answer WRONG, never used")
                        + speed
                        + (row.chosen() ? ", chosen" : ""));
    }
}
