package dev.muster.server.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.joining.Channel;
import dev.muster.core.joining.Endorsed;
import dev.muster.core.joining.JoiningDesk;
import dev.muster.core.joining.JoiningDesk.Answer;
import dev.muster.core.joining.JoiningDesk.Prepared;
import dev.muster.core.joining.LocalIdentity;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing;
import dev.muster.format.attest.tpm.TpmActivation;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.devices.SqlDeviceRegister;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.topic.EndorsedDevices;
import dev.muster.server.topic.EndorsedDevices.Outcome;
import dev.muster.server.topic.EndorsedDevices.Proved;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Joining with nothing but a TPM, without a client certificate. {@code POST /tpm/{org}/joining/credential} takes which TPM it
 * is and gives a secret that only this TPM can open, when a list says which device has it. {@code POST /tpm/{org}/joining}
 * takes the secret, the attestation key's word about a new key and a request for that key, and gives two certificates as EST
 * gives one: the device's, and its attestation key's. Who is listed is who may join; the rest is decided as for everybody.
 */
final class EndorsementDoor {
    private final EndorsedDevices endorsed;
    private final DeviceAuthority authority;
    private final Requests requests;
    private final Shell shell;
    private final InstantSource clock;

    EndorsementDoor(
            EndorsedDevices endorsed, DeviceAuthority authority, Requests requests, Shell shell, InstantSource clock) {
        this.endorsed = endorsed;
        this.authority = authority;
        this.requests = requests;
        this.shell = shell;
        this.clock = clock;
    }

    void addTo(Routes devices) {
        devices.post("/tpm/{org}/joining/credential", Need.NOTHING, this::credential)
                .post("/tpm/{org}/joining", Need.NOTHING, this::join);
    }

    private OrgId org(Request request) {
        OrgId org = request.org();
        if (authority.authority(org).isEmpty()) {
            throw Problem.notFound().refuse();
        }
        return org;
    }

    private Response credential(Request request) {
        OrgId org = org(request);
        TpmActivation.Claim claim = TpmActivation.Claim.parse(request.body(TpmActivation.MAX_BYTES));
        TpmActivation.Riddle riddle =
                good(request, org, endorsed.riddle(org, claim)).value();
        return Response.ok(TpmActivation.MEDIA_TYPE, riddle.encode());
    }

    private Response join(Request request) {
        OrgId org = org(request);
        TpmActivation.Joining joining = TpmActivation.Joining.parse(request.body(TpmActivation.MAX_BYTES));
        Outcome.Good<EndorsedDevices.Opened> opened = good(request, org, endorsed.open(org, joining.proof()));
        DeviceId device = opened.device();
        CertificationRequest csr = requests.read(request, org, joining::request, Optional.of(device));
        Outcome.Good<Proved> good = good(request, org, opened.value().prove(csr.publicKey()));
        Prepared prepared = authority.prepare(org, device, csr, LocalIdentity.LIFETIME);
        Answer answer = decided(org, device, good.value(), csr, prepared, EstAnswers.channel(request));
        return switch (answer) {
            case Answer.Issued(X509Certificate certificate) -> both(certificate, good.value());
            case Answer.Present(X509Certificate certificate) -> both(certificate, good.value());
            case Answer.Waits _ -> EstAnswers.waits();
            case Answer.Refused refused -> throw refused(request, org, refused, device.value(), Optional.of(device));
        };
    }

    private Answer decided(
            OrgId org, DeviceId device, Proved proved, CertificationRequest csr, Prepared prepared, Channel channel) {
        Endorsed who = new Endorsed(device, proved.endorsement(), proved.anchor(), List.of(proved.entry()));
        return shell.run(
                org,
                tx -> new Seen(
                        proved.unfit().apply(tx),
                        new JoiningDesk(new SqlJoiningStore(tx, org), new SqlDeviceRegister(tx, org), clock.instant())),
                seen -> seen.unfit().isPresent()
                        ? Decision.of(refusal(seen.unfit().get()))
                        : seen.desk().enroll(who, csr, prepared, channel));
    }

    /** What one transaction sees of a proof, and the desk over it. */
    private record Seen(Optional<? extends Refusing> unfit, JoiningDesk desk) {}

    private static Answer refusal(Refusing why) {
        return new Answer.Refused(why.kind(), why.reason(), why.detail());
    }

    private static Response both(X509Certificate certificate, Proved proved) {
        return EstAnswers.together(List.of(certificate, proved.attestationKey()));
    }

    private <T> Outcome.Good<T> good(Request request, OrgId org, Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Good<T> good -> good;
            case Outcome.Bad<T> bad -> {
                // That a list names a TPM proves nothing of who asks: the entry is not about its device.
                String claimed = bad.device().map(DeviceId::value).orElse("");
                throw refused(request, org, bad.why(), claimed, Optional.empty());
            }
        };
    }

    private Refused refused(Request request, OrgId org, Refusing why, String claimed, Optional<DeviceId> proved) {
        Problem problem = Problem.refused(why, "No certificate is issued.");
        return requests.turnedAway().refused(request, org, problem, claimed, proved);
    }
}
