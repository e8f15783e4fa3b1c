package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** The device certificate has not ended. */
final class CertificateValid extends StandardCheck {
    CertificateValid() {
        super(
                "EN-cert-valid",
                "the device certificate is valid now",
                List.of(FactKeys.CERTIFICATE_UNTIL),
                LASTING,
                "renew the device certificate (EST simplereenroll)");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String end = value(facts, FactKeys.CERTIFICATE_UNTIL);
        return time(end)
                .map(until -> now.isBefore(until)
                        ? Judgement.holds("its certificate ends " + until, until)
                        : Judgement.breached("its certificate ended " + until))
                .orElseGet(() -> Judgement.undecided("the certificate's end is not a time: " + end));
    }
}
