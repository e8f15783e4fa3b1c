package dev.muster.server.joining;

import dev.muster.core.joining.Channel;
import dev.muster.core.joining.JoiningDesk;
import dev.muster.core.joining.JoiningDesk.Answer;
import dev.muster.core.joining.JoiningDesk.Prepared;
import dev.muster.core.joining.JoiningNonces;
import dev.muster.core.joining.LocalIdentity;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing;
import dev.muster.format.attest.dice.DiceException;
import dev.muster.format.attest.dice.DiceJoining;
import dev.muster.format.attest.dice.DiceJoining.Asked;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.devices.SqlDeviceRegister;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.topic.FactoryCertificates;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Joining with a DICE chain in CBOR, which TLS does not carry, without a client certificate. {@code POST
 * /dice/{org}/joining/nonce} gives a nonce; {@code POST /dice/{org}/joining} takes {@link DiceJoining}: the chain, and the
 * nonce with a request, signed by its last key; and gives a certificate as EST does. Who may join is decided as for the same
 * chain in X.509.
 */
final class DiceDoor {
    private final Applicants applicants;
    private final JoiningNonces nonces;
    private final DeviceAuthority authority;
    private final Requests requests;
    private final Shell shell;
    private final FactoryCertificates factory;
    private final InstantSource clock;
    private final SecureRandom random;

    DiceDoor(
            Applicants applicants,
            JoiningNonces nonces,
            DeviceAuthority authority,
            Requests requests,
            Shell shell,
            FactoryCertificates factory,
            InstantSource clock,
            SecureRandom random) {
        this.applicants = applicants;
        this.nonces = nonces;
        this.authority = authority;
        this.requests = requests;
        this.shell = shell;
        this.factory = factory;
        this.clock = clock;
        this.random = random;
    }

    void addTo(Routes devices) {
        devices.post("/dice/{org}/joining/nonce", Need.NOTHING, this::nonce)
                .post("/dice/{org}/joining", Need.NOTHING, this::join);
    }

    private OrgId org(Request request) {
        OrgId org = request.org();
        if (authority.authority(org).isEmpty()) {
            throw Problem.notFound().refuse();
        }
        return org;
    }

    private Response nonce(Request request) {
        byte[] nonce = nonces.make(org(request), clock.instant(), random);
        return Response.ok(DiceJoining.MEDIA_TYPE, new DiceJoining.Nonce(nonce).encode())
                .with("cache-control", "no-store");
    }

    /** What costs least is asked first: the nonce a digest, the chain signatures, and a certificate when all holds. */
    private Response join(Request request) {
        OrgId org = org(request);
        Asked asked = read(request, org);
        if (!nonces.holds(org, asked.said().nonce(), clock.instant())) {
            throw refused(request, org, 409, "nonce-unknown", "the nonce is not of this organisation, or has ended");
        }
        Applicant.Factory who = switch (applicants.layers(org, asked.identity())) {
            case Applicants.Finding.Nobody nobody -> throw refused(request, org, nobody, nobody.claimed());
            case Applicants.Finding.Found found -> (Applicant.Factory) found.applicant();
        };
        if (!asked.isSigned()) {
            throw refused(request, org, 401, "layer-unproven", "the last key of the chain did not sign the nonce");
        }
        CertificationRequest csr =
                requests.read(request, org, () -> asked.said().request(), Optional.of(who.device()));
        Prepared prepared = authority.prepare(org, who.device(), csr, LocalIdentity.LIFETIME);
        Channel channel = EstAnswers.channel(request);
        Answer answer = shell.run(
                org,
                tx -> new JoiningDesk(new SqlJoiningStore(tx, org), new SqlDeviceRegister(tx, org), clock.instant()),
                desk -> desk.enroll(who.who(), csr, prepared, channel));
        return answer(request, org, who, answer);
    }

    private Response answer(Request request, OrgId org, Applicant.Factory who, Answer answer) {
        return switch (answer) {
            case Answer.Issued(X509Certificate certificate) -> {
                factory.seen(org, who.device(), who.certificate());
                yield EstAnswers.together(List.of(certificate));
            }
            case Answer.Present(X509Certificate certificate) -> EstAnswers.together(List.of(certificate));
            case Answer.Waits _ -> EstAnswers.waits();
            case Answer.Refused refused ->
                throw requests.turnedAway()
                        .refused(
                                request,
                                org,
                                Problem.refused(refused, "No certificate is issued."),
                                who.device().value(),
                                Optional.of(who.device()));
        };
    }

    private Asked read(Request request, OrgId org) {
        try {
            return Asked.parse(request.body(DiceJoining.MAX_BYTES));
        } catch (DiceException fault) {
            String detail = String.valueOf(fault.getMessage());
            Problem problem = Problem.of(400, "request-malformed", "The request could not be understood.", detail);
            requests.turnedAway().note(request, org, problem, "", Optional.empty());
            throw fault;
        }
    }

    private Refused refused(Request request, OrgId org, int status, String reason, String detail) {
        Problem problem = Problem.of(status, reason, "No certificate is issued.", detail);
        return requests.turnedAway().refused(request, org, problem, "", Optional.empty());
    }

    private Refused refused(Request request, OrgId org, Refusing why, String claimed) {
        Problem problem = Problem.refused(why, "No certificate is issued.");
        return requests.turnedAway().refused(request, org, problem, claimed, Optional.empty());
    }
}
