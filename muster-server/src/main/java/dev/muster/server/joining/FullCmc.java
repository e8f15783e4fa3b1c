package dev.muster.server.joining;

import dev.muster.core.joining.JoiningDesk.Answer;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.MalformedException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.join.est.CmcAnswer;
import dev.muster.format.join.est.CmcAnswer.Fault;
import dev.muster.format.join.est.CmcAnswer.Outcome;
import dev.muster.format.join.est.CmcRequest;
import dev.muster.format.join.est.EstBase64;
import dev.muster.format.join.est.EstBase64.Form;
import dev.muster.format.join.est.EstMessage;
import dev.muster.format.join.x509.CertificateTemplate.Issuer;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.CertificationRequest.Reading;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * EST's fullcmc (RFC 7030 §4.3): one PKCS #10 request in PKIData, signed by the key of the connection's certificate or by the
 * key that it asks for, and an answer in CMC whatever comes of it. Who asks is found out as for every other request.
 */
final class FullCmc {
    private static final int MAX_BODY_BYTES = CmcRequest.MAX_BYTES * 3 / 2;
    private static final int NONCE_BYTES = 16;

    /** What a refusal is called in CMC; everything else is a bad request. */
    private static Fault fault(Problem problem) {
        return switch (problem.code()) {
            case Reading.Unsupported.REASON -> Fault.BAD_ALGORITHM;
            case "possession-unproven" -> Fault.POSSESSION;
            case "cmc-unsigned" -> Fault.BAD_MESSAGE;
            case "try-again" -> Fault.LATER;
            default -> problem.status() == 401 || problem.status() == 403 ? Fault.BAD_IDENTITY : Fault.BAD_REQUEST;
        };
    }

    /** Finds out who asks. */
    interface Who {
        /** @throws Refused when nobody is found */
        Applicant of(Request request, OrgId org);
    }

    private final DeviceAuthority authority;
    private final Enrolling enrolling;
    private final Requests requests;
    private final InstantSource clock;
    private final SecureRandom random;

    /** It answers for as long as this server runs; nothing that it signed is looked at later. */
    private final KeyPair answering;

    FullCmc(
            DeviceAuthority authority,
            Enrolling enrolling,
            Requests requests,
            InstantSource clock,
            SecureRandom random) {
        this.authority = authority;
        this.enrolling = enrolling;
        this.requests = requests;
        this.clock = clock;
        this.random = random;
        this.answering = Keys.generateP256(random);
    }

    Response answer(Request request, OrgId org, Who who) {
        Applicant applicant;
        try {
            applicant = who.of(request, org);
        } catch (Refused refused) {
            return failed(org, Form.LINES, Optional.empty(), refused.said().orElseThrow(() -> refused));
        }
        byte[] body = body(request);
        Form form = EstBase64.form(body);
        Optional<CmcRequest> read = Optional.empty();
        try {
            CmcRequest asked = read(request, org, body, applicant);
            read = Optional.of(asked);
            return answer(request, org, applicant, asked, form);
        } catch (Refused refused) {
            return failed(org, form, read, refused.said().orElseThrow(() -> refused));
        } catch (MalformedException malformed) {
            return failed(org, form, read, malformed(malformed));
        }
    }

    private static byte[] body(Request request) {
        String type = request.contentType();
        if (!type.equals(EstMessage.PKCS7)) {
            // RFC 7030 §4.3.1: what is not a Full PKI Request is refused here.
            String detail = type.equals(EstMessage.PKCS10)
                    ? "a PKCS #10 request alone goes to " + EstMessage.SIMPLE_ENROLL
                    : "it is \"" + type + "\"";
            throw Problem.of(
                            415,
                            "content-type",
                            "The body must be a Full PKI Request, " + EstMessage.PKCS7 + ".",
                            detail)
                    .refuse();
        }
        return request.body(MAX_BODY_BYTES);
    }

    private static Problem malformed(MalformedException fault) {
        return Problem.of(
                400, "request-malformed", "The request could not be understood.", String.valueOf(fault.getMessage()));
    }

    private Response answer(Request request, OrgId org, Applicant applicant, CmcRequest asked, Form form) {
        CertificationRequest csr = requests.read(request, org, asked::request, Optional.of(applicant.device()));
        if (!isSigned(request, asked, csr)) {
            Problem unsigned = Problem.of(
                    400,
                    "cmc-unsigned",
                    "No certificate is issued.",
                    "signed neither by the key of the connection's certificate nor by the key of the request");
            throw refused(request, org, applicant, unsigned);
        }
        Optional<CmcRequest> read = Optional.of(asked);
        return switch (enrolling.decide(org, applicant, csr, EstAnswers.channel(request))) {
            case Answer.Issued(X509Certificate certificate) ->
                say(org, 200, form, read, new Outcome.Issued(certificate));
            case Answer.Present(X509Certificate certificate) ->
                say(org, 200, form, read, new Outcome.Issued(certificate));
            case Answer.Waits _ -> {
                Instant again = clock.instant().plusSeconds(EstAnswers.RETRY_SECONDS);
                yield say(org, 202, form, read, new Outcome.Pending(again))
                        .with("retry-after", Integer.toString(EstAnswers.RETRY_SECONDS));
            }
            case Answer.Refused refused ->
                throw refused(request, org, applicant, Problem.refused(refused, "No certificate is issued."));
        };
    }

    private CmcRequest read(Request request, OrgId org, byte[] body, Applicant applicant) {
        CmcRequest.Reading reading;
        try {
            reading = CmcRequest.read(EstBase64.decode(body, CmcRequest.MAX_BYTES));
        } catch (MalformedException e) {
            throw refused(request, org, applicant, malformed(e));
        }
        return switch (reading) {
            case CmcRequest.Reading.Found(CmcRequest found) -> found;
            case CmcRequest.Reading.Unsupported(String detail) ->
                throw refused(
                        request,
                        org,
                        applicant,
                        Problem.of(400, CmcRequest.UNSUPPORTED, "No certificate is issued.", detail));
        };
    }

    private static boolean isSigned(Request request, CmcRequest asked, CertificationRequest csr) {
        List<X509Certificate> shown = request.clientCertificates();
        return asked.message().isSignedBy(csr.publicKey())
                || (!shown.isEmpty()
                        && asked.message().isSignedBy(shown.getFirst().getPublicKey()));
    }

    private Refused refused(Request request, OrgId org, Applicant applicant, Problem problem) {
        return requests.turnedAway()
                .refused(request, org, problem, applicant.device().value(), Optional.of(applicant.device()));
    }

    /** RFC 7030 §4.3.2: an error too has a CMC response in its body. */
    private Response failed(OrgId org, Form form, Optional<CmcRequest> asked, Problem problem) {
        String words = problem.code() + (problem.detail().isEmpty() ? "" : ": " + problem.detail());
        Response response = say(org, problem.status(), form, asked, new Outcome.Failed(fault(problem), words))
                .with("muster-problem", problem.code());
        return problem.status() == 401
                ? response.with("www-authenticate", EstAnswers.challenge(org.value()))
                : response;
    }

    private Response say(OrgId org, int status, Form form, Optional<CmcRequest> asked, Outcome outcome) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        List<X509Certificate> chain = authority.responder(org, answering.getPublic());
        byte[] message = new CmcAnswer(outcome, asked, nonce)
                .encode(new Issuer(chain.getFirst(), answering.getPrivate()), chain.subList(1, chain.size()));
        return Response.of(status, EstMessage.CMC_RESPONSE, EstBase64.encode(message, form))
                .with("content-transfer-encoding", "base64");
    }
}
