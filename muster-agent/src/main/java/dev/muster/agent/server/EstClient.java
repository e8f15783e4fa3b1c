package dev.muster.agent.server;

import dev.muster.agent.state.Credential;
import dev.muster.format.join.est.CertsOnly;
import dev.muster.format.join.est.EstBase64;
import dev.muster.format.join.est.EstMessage;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.SubjectName;
import java.io.IOException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.List;

/** The client side of EST (RFC 7030 §4.1 and §4.2) over a connection that the device's certificate authenticates. */
public final class EstClient {

    private final DeviceConnection connection;
    private final String org;

    /** @param org the organisation's slug, EST's label */
    public EstClient(DeviceConnection connection, String org) {
        this.connection = connection;
        this.org = org;
    }

    /** The authorities that issue this organisation's device certificates. */
    public List<X509Certificate> authorities() throws IOException, InterruptedException {
        Reply reply = connection.get(EstMessage.path(org, EstMessage.CACERTS)).orRefused("reading the authorities");
        return certificates(reply);
    }

    /** Asks for the first certificate, with the factory identity on the connection. */
    public Credential enroll(SubjectName subject, KeyPair keys) throws IOException, InterruptedException {
        return request(EstMessage.SIMPLE_ENROLL, "enrolment", subject, keys);
    }

    /** Asks for the next certificate, with the present one on the connection. */
    public Credential reenroll(SubjectName subject, KeyPair keys) throws IOException, InterruptedException {
        return request(EstMessage.SIMPLE_REENROLL, "renewal", subject, keys);
    }

    private Credential request(String operation, String what, SubjectName subject, KeyPair keys)
            throws IOException, InterruptedException {
        byte[] body =
                EstBase64.encode(CertificationRequest.create(subject, keys).encode());
        Reply reply = connection
                .post(EstMessage.path(org, operation), EstMessage.PKCS10, body)
                .orRefused(what);
        List<X509Certificate> chain = certificates(reply);
        byte[] issued = chain.getFirst().getPublicKey().getEncoded();
        if (!MessageDigest.isEqual(issued, keys.getPublic().getEncoded())) {
            throw new IOException(what + ": the certificate that came back is for another key");
        }
        return new Credential(keys.getPrivate(), chain);
    }

    private static List<X509Certificate> certificates(Reply reply) {
        return CertsOnly.parse(EstBase64.decode(reply.body(), CertsOnly.MAX_BYTES))
                .certificates();
    }
}
