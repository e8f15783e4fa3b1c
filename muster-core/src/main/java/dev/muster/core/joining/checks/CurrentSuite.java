package dev.muster.core.joining.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.joining.JoiningFacts;
import java.time.Instant;
import java.util.List;

/** The connection is protected by authenticated encryption with keys of its own. */
final class CurrentSuite extends StandardCheck {
    private static final List<String> AEAD = List.of("_GCM_", "_CCM", "_CHACHA20_POLY1305_");

    CurrentSuite() {
        super(
                "TL-suite",
                "the device's last seen connection used authenticated encryption and fresh keys",
                List.of(JoiningFacts.TLS_CIPHER),
                MutualTls.SEEN_MAX,
                "let the device speak TLS 1.3, or TLS 1.2 with ECDHE and GCM");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String suite = value(facts, JoiningFacts.TLS_CIPHER);
        if (!suite.startsWith("TLS_")) {
            return Judgement.undecided("the suite " + suite + " is not known to this check");
        }
        boolean sealed = AEAD.stream().anyMatch(suite::contains);
        // Suites of TLS 1.3 name no key exchange: it is always ephemeral (RFC 8446 §1.2).
        boolean fresh = !suite.contains("_WITH_") || suite.startsWith("TLS_ECDHE_") || suite.startsWith("TLS_DHE_");
        return sealed && fresh
                ? Judgement.holds("its last connection used " + suite)
                : Judgement.breached("its last connection used " + suite
                        + (sealed ? ", whose keys are not fresh" : ", which does not authenticate what it encrypts"));
    }
}
