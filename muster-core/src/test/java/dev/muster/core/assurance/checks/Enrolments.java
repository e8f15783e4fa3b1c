package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Given;
import dev.muster.core.joining.Enrolled;
import java.time.Duration;

/** Enrolments of one device that differ in what a check asks for. */
final class Enrolments {
    static final String AUTHORITY = "ab".repeat(32);
    static final Duration LIFE = Duration.ofDays(14);

    private Enrolments() {}

    /** A renewal keeps its key. */
    static Enrolled by(Enrolled.Means means) {
        return enrolled(means, "TLSv1.3", "TLS_AES_128_GCM_SHA256", "P-256");
    }

    static Enrolled over(String protocol, String cipher, String key) {
        return enrolled(Enrolled.Means.FACTORY_IDENTITY, protocol, cipher, key);
    }

    private static Enrolled enrolled(Enrolled.Means means, String protocol, String cipher, String key) {
        return new Enrolled(
                new byte[0],
                "01",
                Given.T0,
                Given.T0.plus(LIFE),
                "cc",
                key,
                means,
                false,
                "dd",
                "ee",
                AUTHORITY,
                protocol,
                cipher);
    }
}
