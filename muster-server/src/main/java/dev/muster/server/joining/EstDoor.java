package dev.muster.server.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.joining.JoiningDesk.Answer;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.join.est.CertsOnly;
import dev.muster.format.join.est.CsrAttributes;
import dev.muster.format.join.est.EstBase64;
import dev.muster.format.join.est.EstBase64.Form;
import dev.muster.format.join.est.EstMessage;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.KeyType;
import dev.muster.format.join.x509.SubjectName;
import dev.muster.server.config.JoiningConfig;
import dev.muster.server.http.Handler;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * EST (RFC 7030, RFC 8951, RFC 9908) under {@code /.well-known/est/}, with the organisation as label, without a label, or as a prefix
 * before the path for clients that know nothing else. Parsing, the chain and the proof of possession are checked before
 * the transaction, and the certificate is signed before it; the desk then says whether anybody gets it.
 */
public final class EstDoor {

    /** The request in base64 with line breaks. */
    private static final int MAX_BODY_BYTES = CertificationRequest.MAX_BYTES * 3 / 2;

    private final Enrolling enrolling;
    private final FullCmc fullCmc;
    private final DeviceAuthority authority;
    private final Applicants applicants;
    private final Requests requests;
    private final Labels labels;
    private final Supplier<List<X509Certificate>> serverAuthorities;
    private final JoiningConfig config;
    private final ServerMadeKeys keys;

    /** @param serverAuthorities of this server's TLS certificate: who adopts what cacerts says must be able to come back */
    EstDoor(
            Enrolling enrolling,
            FullCmc fullCmc,
            DeviceAuthority authority,
            Applicants applicants,
            Requests requests,
            Labels labels,
            Supplier<List<X509Certificate>> serverAuthorities,
            JoiningConfig config,
            ServerMadeKeys keys) {
        this.enrolling = enrolling;
        this.fullCmc = fullCmc;
        this.authority = authority;
        this.applicants = applicants;
        this.requests = requests;
        this.labels = labels;
        this.serverAuthorities = serverAuthorities;
        this.config = config;
        this.keys = keys;
    }

    public void addTo(Routes devices) {
        devices.forgiving(EstMessage.PATH.replaceAll("/$", ""));
        for (String base : List.of(EstMessage.PATH, EstMessage.path("{org}", ""), "/{org}" + EstMessage.PATH)) {
            get(devices, base + EstMessage.CACERTS, this::cacerts);
            get(devices, base + EstMessage.CSRATTRS, this::csrattrs);
            post(devices, base + EstMessage.SIMPLE_ENROLL, request -> enroll(request, false, false));
            post(devices, base + EstMessage.SIMPLE_REENROLL, request -> enroll(request, true, false));
            post(devices, base + EstMessage.FULLCMC, this::fullCmc);
            if (config.serverKeys()) {
                post(devices, base + EstMessage.SERVERKEYGEN, request -> enroll(request, false, true));
            }
        }
    }

    private static void get(Routes devices, String path, Handler handler) {
        devices.get(path, Need.NOTHING, handler);
    }

    private static void post(Routes devices, String path, Handler handler) {
        devices.post(path, Need.NOTHING, handler);
    }

    private Response cacerts(Request request) {
        OrgId org = labels.org(request);
        authorityOf(org);
        List<X509Certificate> certificates = new ArrayList<>(authority.forClients(org));
        certificates.addAll(serverAuthorities.get());
        byte[] message = new CertsOnly(certificates).encode();
        return EstAnswers.unasked(request, EstMessage.PKCS7, message, config.authorities())
                .with("muster-authorities", authority.authoritiesTag(org));
    }

    /** Whoever shows who it is hears the name that its request should have as well. */
    private Response csrattrs(Request request) {
        OrgId org = labels.org(request);
        authorityOf(org);
        KeyType wished = Arrays.stream(KeyType.values())
                .filter(config.keys()::contains)
                .findFirst()
                .orElseThrow();
        Optional<SubjectName> subject = applicants.who(request, org)
                        instanceof Applicants.Finding.Found(Applicant known)
                ? Optional.of(SubjectName.device(org.value(), known.device().value()))
                : Optional.empty();
        return EstAnswers.unasked(
                request, EstMessage.CSR_ATTRIBUTES, new CsrAttributes(wished, subject).encode(), config.authorities());
    }

    private Response fullCmc(Request request) {
        OrgId org = labels.org(request);
        authorityOf(org);
        return fullCmc.answer(request, org, (its, whose) -> applicant(its, whose, false));
    }

    private Applicant applicant(Request request, OrgId org, boolean again) {
        return switch (applicants.who(request, org)) {
            case Applicants.Finding.Nobody nobody ->
                throw requests.turnedAway()
                        .refused(request, org, problem(nobody, again), nobody.claimed(), Optional.empty());
            case Applicants.Finding.Found found -> found.applicant();
        };
    }

    private Response enroll(Request request, boolean again, boolean makeKey) {
        OrgId org = labels.org(request);
        authorityOf(org);
        Applicant applicant = applicant(request, org, again);
        byte[] body = body(request);
        CertificationRequest asked = requests.read(
                request,
                org,
                () -> EstBase64.decode(body, CertificationRequest.MAX_BYTES),
                Optional.of(applicant.device()));
        Optional<ServerMadeKeys.Made> made = makeKey ? Optional.of(keys.like(asked)) : Optional.empty();
        CertificationRequest csr = made.map(ServerMadeKeys.Made::request).orElse(asked);
        Answer answer = enrolling.decide(org, applicant, csr, EstAnswers.channel(request));
        return answer(
                request, org, answer, applicant.device(), EstBase64.form(body), made.map(ServerMadeKeys.Made::key));
    }

    /** Who renews shows a certificate of ours; when it is a stranger's, it is first of all not ours. */
    private static Problem problem(Applicants.Finding.Nobody nobody, boolean again) {
        boolean stranger = again && nobody.reason().startsWith("idevid-");
        return stranger
                ? Problem.of(
                        nobody.kind(),
                        "certificate-untrusted",
                        "No certificate is issued.",
                        "not issued by this organisation, and as a factory identity: " + nobody.reason() + ", "
                                + nobody.detail())
                : Problem.refused(nobody, "No certificate is issued.");
    }

    private static byte[] body(Request request) {
        if (!EstMessage.isRequest(request.contentType())) {
            throw Problem.of(415, "content-type", "The body must be " + EstMessage.PKCS10 + ".")
                    .refuse();
        }
        String encoding = request.header("content-encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw Problem.of(415, "content-encoding", "The body must come as it is, and not in another encoding.")
                    .refuse();
        }
        return request.body(MAX_BODY_BYTES);
    }

    private Response answer(
            Request request, OrgId org, Answer answer, DeviceId device, Form form, Optional<PrivateKey> made) {
        return switch (answer) {
            case Answer.Issued issued -> issued(issued.certificate(), form, made);
            case Answer.Present present -> issued(present.certificate(), form, made);
            case Answer.Waits _ -> EstAnswers.waits();
            case Answer.Refused refused ->
                throw requests.turnedAway()
                        .refused(
                                request,
                                org,
                                Problem.refused(refused, "No certificate is issued."),
                                device.value(),
                                Optional.of(device));
        };
    }

    private static Response issued(X509Certificate certificate, Form form, Optional<PrivateKey> made) {
        return made.map(key -> EstAnswers.made(certificate, key, form))
                .orElseGet(() -> EstAnswers.issued(certificate, form));
    }

    private X509Certificate authorityOf(OrgId org) {
        return authority.authority(org).orElseThrow(() -> Problem.notFound().refuse());
    }
}
