package dev.muster.core.joining.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.joining.JoiningFacts;
import java.time.Instant;
import java.util.List;

/** The device certificate has not ended. */
final class CertificateValid extends StandardCheck {
    CertificateValid() {
        super(
                "EN-cert-valid",
                "the device certificate is valid now",
                List.of(JoiningFacts.CERTIFICATE_UNTIL),
                LASTING,
                "renew the device certificate (EST simplereenroll)");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String end = value(facts, JoiningFacts.CERTIFICATE_UNTIL);
        return time(end)
                .map(until -> now.isBefore(until)
                        ? Judgement.holds("its certificate ends " + until, until)
                        : Judgement.breached("its certificate ended " + until))
                .orElseGet(() -> Judgement.undecided("the certificate's end is not a time: " + end));
    }
}
