package dev.muster.server.joining;

import dev.muster.core.joining.VoucherDesk;
import dev.muster.core.ledger.Actor;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.MalformedException;
import dev.muster.format.join.voucher.Voucher;
import dev.muster.format.join.voucher.VoucherRequest;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The first door of a BRSKI registrar (RFC 8995 §5.2): a device with its factory certificate asks for the voucher that says
 * whose it is. It gets one that an operator brought from its maker; without one its question is kept for the operator to
 * take there, and it is told to come again. This server asks no maker's service by itself.
 */
final class BrskiDoor {
    private static final String PATH = "/.well-known/brski/requestvoucher";
    /** A request of a few hundred bytes with its signature and a chain; kept for ever, so no more than it takes. */
    private static final int MAX_REQUEST_BYTES = 16 * 1024;

    private static final String TITLE = "No voucher is given.";

    private final Shell shell;
    private final DeviceAuthority authority;
    private final Applicants applicants;
    private final Requests requests;
    private final Labels labels;
    private final InstantSource clock;

    BrskiDoor(
            Shell shell,
            DeviceAuthority authority,
            Applicants applicants,
            Requests requests,
            Labels labels,
            InstantSource clock) {
        this.shell = shell;
        this.authority = authority;
        this.applicants = applicants;
        this.requests = requests;
        this.labels = labels;
        this.clock = clock;
    }

    void addTo(Routes devices) {
        devices.post(PATH, Need.NOTHING, this::ask).post("/{org}" + PATH, Need.NOTHING, this::ask);
    }

    private Response ask(Request request) {
        OrgId org = labels.org(request);
        if (authority.authority(org).isEmpty()) {
            throw Problem.notFound().refuse();
        }
        Applicant.Factory who = who(request, org);
        // From here on it draws on its own share, not on that of everybody whom nobody knows.
        request.recognised(Actor.device(who.device().value()));
        if (!request.contentType().equals(Voucher.MEDIA_TYPE)) {
            throw Problem.of(415, "content-type", "The body must be " + Voucher.MEDIA_TYPE + ".")
                    .refuse();
        }
        byte[] bytes = request.body(MAX_REQUEST_BYTES);
        VoucherRequest asked = read(request, org, who, bytes);
        List<X509Certificate> shown = request.clientCertificates();
        boolean signed = asked.message().isSignedBy(shown.getFirst().getPublicKey());
        VoucherDesk.Answer answer = shell.run(
                org,
                tx -> new VoucherDesk(new SqlVouchers(tx, org), clock.instant()),
                desk -> desk.ask(who.who(), asked, signed, bytes));
        return switch (answer) {
            case VoucherDesk.Answer.Taken taken ->
                Response.ok(Voucher.MEDIA_TYPE, taken.voucher().bytes());
            case VoucherDesk.Answer.Waits _ -> EstAnswers.waits();
            case VoucherDesk.Answer.Refused refused ->
                throw refused(request, org, who, Problem.refused(refused, TITLE));
        };
    }

    private Applicant.Factory who(Request request, OrgId org) {
        return switch (applicants.who(request, org)) {
            case Applicants.Finding.Nobody nobody ->
                throw requests.turnedAway()
                        .refused(request, org, Problem.refused(nobody, TITLE), nobody.claimed(), Optional.empty());
            case Applicants.Finding.Found(Applicant.Factory factory) -> factory;
            case Applicants.Finding.Found(Applicant other) ->
                throw requests.turnedAway()
                        .refused(
                                request,
                                org,
                                Problem.of(403, "idevid-missing", TITLE, "a factory certificate is needed here"),
                                other.device().value(),
                                Optional.of(other.device()));
        };
    }

    private VoucherRequest read(Request request, OrgId org, Applicant.Factory who, byte[] bytes) {
        try {
            return VoucherRequest.parse(bytes);
        } catch (MalformedException e) {
            String detail = String.valueOf(e.getMessage());
            Problem problem = Problem.of(400, "request-malformed", "The request could not be understood.", detail);
            requests.turnedAway().note(request, org, problem, who.device().value(), Optional.of(who.device()));
            throw e;
        }
    }

    private Refused refused(Request request, OrgId org, Applicant.Factory who, Problem problem) {
        return requests.turnedAway().refused(request, org, problem, who.device().value(), Optional.of(who.device()));
    }
}
