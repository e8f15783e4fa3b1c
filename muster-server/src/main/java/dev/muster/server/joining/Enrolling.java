package dev.muster.server.joining;

import dev.muster.core.joining.Channel;
import dev.muster.core.joining.JoiningDesk;
import dev.muster.core.joining.JoiningDesk.Answer;
import dev.muster.core.joining.JoiningDesk.Prepared;
import dev.muster.core.joining.LocalIdentity;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.topic.FactoryCertificates;
import java.time.Duration;
import java.time.InstantSource;

/** Signs what would be issued and lets the desk say whether anybody gets it: the same behind every form of request. */
final class Enrolling {
    private final Shell shell;
    private final EnrolmentsTogether together;
    private final DeviceAuthority authority;
    private final FactoryCertificates factory;

    Enrolling(Shell shell, DeviceAuthority authority, FactoryCertificates factory, InstantSource clock) {
        this.shell = shell;
        this.together = new EnrolmentsTogether(clock);
        this.authority = authority;
        this.factory = factory;
    }

    Answer decide(OrgId org, Applicant applicant, CertificationRequest csr, Channel channel) {
        Prepared prepared = authority.prepare(org, applicant.device(), csr, lifetime(applicant));
        Answer answer = shell.run(org, desk -> decision(desk, applicant, csr, prepared, channel), together);
        if (applicant instanceof Applicant.Factory shown && answer instanceof Answer.Issued) {
            factory.seen(org, applicant.device(), shown.certificate());
        }
        return answer;
    }

    private static Duration lifetime(Applicant applicant) {
        return applicant instanceof Applicant.Local local
                ? LocalIdentity.lifetime(local.state(), local.late())
                : LocalIdentity.LIFETIME;
    }

    private static Decision<Answer> decision(
            JoiningDesk desk, Applicant applicant, CertificationRequest csr, Prepared prepared, Channel channel) {
        return switch (applicant) {
            case Applicant.Local local -> desk.reenroll(local.device(), local.certificate(), csr, prepared, channel);
            case Applicant.Factory factory -> desk.enroll(factory.who(), csr, prepared, channel);
            case Applicant.Bearer bearer -> desk.enroll(bearer.token(), csr, prepared, channel);
        };
    }
}
