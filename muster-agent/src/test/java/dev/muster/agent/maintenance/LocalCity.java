package dev.muster.agent.maintenance;

import dev.muster.agent.state.Authorities;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.devices.maintenance.Call;
import dev.muster.format.devices.maintenance.Grant;
import dev.muster.format.devices.maintenance.LocalRole;
import dev.muster.format.devices.maintenance.Reply;
import dev.muster.format.devices.maintenance.RoleToken;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.SubjectName;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An organisation with its authority, who signs what lets people in, and one person. */
final class LocalCity {
    static final SecureRandom RANDOM = new SecureRandom();

    private final String org;
    private final Instant now;
    private final KeyPair keys = Keys.generateP256(RANDOM);
    private final X509Certificate certificate;
    final KeyPair signer = Keys.generateP256(RANDOM);
    final KeyPair person = Keys.generateP256(RANDOM);

    LocalCity(String org, Instant now) {
        this.org = org;
        this.now = now;
        this.certificate = template(SubjectName.authority(org, org + " device CA"), CertificatePurpose.AUTHORITY)
                .selfSigned(keys);
    }

    private CertificateTemplate template(SubjectName subject, CertificatePurpose purpose) {
        return new CertificateTemplate(
                subject,
                CertificateTemplate.randomSerial(RANDOM),
                now.minus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(13)),
                purpose);
    }

    X509Certificate issue(SubjectName subject, CertificatePurpose purpose, KeyPair to) {
        return template(subject, purpose)
                .issue(to.getPublic(), new CertificateTemplate.Issuer(certificate, keys.getPrivate()));
    }

    /** The device joins. */
    void join(DeviceRoots roots, String device) throws IOException {
        KeyPair own = Keys.generateP256(RANDOM);
        new Credential(
                        own.getPrivate(),
                        List.of(issue(SubjectName.device(org, device), CertificatePurpose.DEVICE, own)))
                .keep(roots);
        new Authorities(List.of(certificate)).keep(roots);
    }

    RoleToken token(String session, String device, LocalRole role, Instant from, Instant until) {
        return new RoleToken(org, "operator/tom", CoseKey.of(person.getPublic()), device, from, until, session, role);
    }

    byte[] signed(RoleToken token) {
        return signed(token, CertificatePurpose.MAINTENANCE);
    }

    byte[] signed(RoleToken token, CertificatePurpose purpose) {
        return token.sign(signing(signer), message -> message.x5chain(List.of(certificate(purpose))));
    }

    byte[] signed(Grant grant) {
        return grant.sign(
                signing(signer), message -> message.x5chain(List.of(certificate(CertificatePurpose.MAINTENANCE))));
    }

    private X509Certificate certificate(CertificatePurpose purpose) {
        return issue(SubjectName.verifier(org), purpose, signer);
    }

    static CoseSigner signing(KeyPair pair) {
        return CoseSigner.of(CoseAlgorithm.ES256, pair.getPrivate(), Optional.empty());
    }

    /** A person before the device. */
    static final class Visit implements AutoCloseable {
        private final Frames frames;

        Visit(DeviceRoots roots) throws IOException {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(MaintenanceDoor.socket(roots)));
            frames = new Frames(channel);
        }

        Reply ask(Call call) throws IOException {
            frames.write(call.encode());
            return Reply.parse(frames.read(Call.MAX_BYTES));
        }

        /** Asks and goes without waiting for the answer. */
        void leaveAfter(Call call) throws IOException {
            frames.write(call.encode());
            close();
        }

        /** Presents and proves. */
        Reply present(byte[] token, KeyPair key) throws IOException {
            Reply challenge = ask(new Call.Present(token));
            return challenge.isDone() ? ask(proof(token, challenge, key)) : challenge;
        }

        static Call.Prove proof(byte[] token, Reply challenge, KeyPair key) {
            return new Call.Prove(signing(key).sign(Call.challenge(token, challenge.bytes())));
        }

        @Override
        public void close() throws IOException {
            frames.close();
        }
    }
}
