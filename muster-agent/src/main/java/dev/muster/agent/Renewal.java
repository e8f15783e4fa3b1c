package dev.muster.agent;

import dev.muster.agent.server.Advice;
import dev.muster.agent.server.Backoff;
import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.ServerRefused;
import dev.muster.agent.state.Credential;
import dev.muster.format.MalformedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * When one certificate is renewed, and what becomes of it when that fails. A refusal or a server that is away costs
 * nothing yet: a third of the lifetime is left for trying again.
 */
final class Renewal {
    /** What the device doors answer when the certificate of the connection is at fault, and not what was asked. */
    private static final Set<String> CERTIFICATE_AT_FAULT =
            Set.of("certificate-superseded", "certificate-expired", "certificate-untrusted");

    /** A server that asks for more patience than this is not obeyed: the certificate would end meanwhile. */
    private static final Duration PATIENCE_MAX = Duration.ofHours(6);

    private final Enrolment enrolment;
    private final DeviceConnection connection;
    private final Credential present;
    private final Backoff backoff;
    private final Service.Teller teller;
    private Instant next;
    private String learnt;
    private boolean asked;

    Renewal(
            Enrolment enrolment,
            DeviceConnection connection,
            Credential present,
            Backoff backoff,
            Service.Teller teller) {
        this.enrolment = enrolment;
        this.connection = connection;
        this.present = present;
        this.backoff = backoff;
        this.teller = teller;
        this.learnt = connection.advice().authorities();
        this.next = enrolment.renewalAt(present.certificate());
    }

    /** When it is tried next. */
    Instant next() {
        return next;
    }

    /** Follows what the server said beside its answers: who the authorities are now, and when it wants to be asked. */
    void heed(Instant now) throws InterruptedException {
        Advice advice = connection.advice();
        if (!advice.authorities().equals(learnt)) {
            try {
                enrolment.learn(connection, present);
                learnt = advice.authorities();
            } catch (IOException | MalformedException e) {
                // It is said again with the next answer.
                teller.tell(Notice.What.SERVER_AWAY, String.valueOf(e.getMessage()));
            }
        }
        // Once: what comes of a try that fails is settled by its own patience.
        if (!asked && advice.renewWithin().isPresent()) {
            asked = true;
            Instant wished = now.plus(advice.renewWithin().get());
            next = wished.isBefore(next) ? wished : next;
        }
    }

    /** Renews when it is time. Says how the service ends, if it does. */
    Optional<Ending> renew(Instant now) throws InterruptedException {
        if (now.isBefore(next)) {
            return Optional.empty();
        }
        try {
            enrolment.renew(connection, present);
            teller.tell(Notice.What.RENEWED, "");
            return Optional.of(Ending.RENEWED);
        } catch (IOException | MalformedException e) {
            next = now.plus(pause(e, backoff.failed()));
            teller.tell(
                    Notice.What.RENEWAL_FAILED,
                    e.getMessage() + "; the certificate ends at "
                            + present.certificate().getNotAfter().toInstant() + ", the next try is at " + next);
            clocks(e, present, now).ifPresent(detail -> teller.tell(Notice.What.CLOCK_WRONG, detail));
            return atFault(e) ? Optional.of(Ending.NOT_ACCEPTED) : Optional.empty();
        }
    }

    /** Our own patience, or that which the server asks for when it is more. */
    static Duration pause(Exception e, Duration own) {
        Duration wished =
                e instanceof ServerRefused refused ? refused.retryAfter().orElse(own) : own;
        Duration obeyed = wished.compareTo(PATIENCE_MAX) < 0 ? wished : PATIENCE_MAX;
        return obeyed.compareTo(own) > 0 ? obeyed : own;
    }

    /** Whether the server refused because of the certificate itself, so that asking again with it cannot help. */
    static boolean atFault(Exception e) {
        return e instanceof ServerRefused refused
                && refused.status() == 401
                && CERTIFICATE_AT_FAULT.contains(refused.reason());
    }

    /** What a refusal of a certificate that is good by this device's clock says about the clocks. */
    static Optional<String> clocks(Exception e, Credential present, Instant now) {
        Instant end = present.certificate().getNotAfter().toInstant();
        return e instanceof ServerRefused refused && refused.reason().equals("certificate-expired") && now.isBefore(end)
                ? Optional.of("the server says that this device's certificate has ended; it ends at " + end
                        + " and this device's clock says " + now)
                : Optional.empty();
    }
}
