package dev.muster.bench.river;

import dev.muster.agent.server.DeviceTls;
import dev.muster.agent.state.Credential;
import dev.muster.bench.server.KeptAlive;
import dev.muster.fleet.maker.ManufacturerCa;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.attest.eat.Ueid;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.join.est.CertsOnly;
import dev.muster.format.join.est.EstBase64;
import dev.muster.format.join.est.EstMessage;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.SubjectName;
import java.io.IOException;
import java.net.URI;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** A device that keeps its connection and does nothing but join and attest. */
final class Device implements AutoCloseable {
    static final String ORG = "demo";

    private final String id;
    private final KeyPair keys;
    private final CoseSigner signer;
    private final List<X509Certificate> anchors;
    private final URI server;
    private List<X509Certificate> certificate = List.of();
    private Optional<KeptAlive> connection = Optional.empty();

    Device(String id, URI server, List<X509Certificate> anchors, SecureRandom random) {
        this.id = id;
        this.server = server;
        this.anchors = anchors;
        this.keys = Keys.generateP256(random);
        this.signer = CoseSigner.of(
                CoseAlgorithm.ES256,
                keys.getPrivate(),
                CoseKey.of(keys.getPublic()).kid());
    }

    /** EST over a connection with the factory certificate. */
    void enrol(ManufacturerCa factory) throws IOException {
        Credential idevid = factory.idevid(Rig.MODEL, id);
        byte[] request = EstBase64.encode(
                CertificationRequest.create(SubjectName.device(ORG, id), keys).encode());
        try (KeptAlive joining = new KeptAlive(DeviceTls.context(idevid.key(), idevid.chain(), anchors), server)) {
            byte[] answer = joining.post(EstMessage.path(ORG, EstMessage.SIMPLE_ENROLL), EstMessage.PKCS10, request);
            certificate = List.of(CertsOnly.parse(EstBase64.decode(answer, CertsOnly.MAX_BYTES))
                    .certificates()
                    .getFirst());
        }
    }

    void connect() throws IOException {
        connection = Optional.of(new KeptAlive(DeviceTls.context(keys.getPrivate(), certificate, anchors), server));
    }

    /** Challenge and evidence; how long the token was. */
    int attest(SlotMeasurement files) throws IOException {
        KeptAlive http = connection.orElseThrow();
        byte[] nonce = Cbor.parse(http.post("/rats/" + ORG + "/challenge", "application/cbor", new byte[0]))
                .asMap()
                .require(1)
                .asBytes();
        byte[] token = EatToken.sign(
                new SlotClaims(
                        nonce,
                        Ueid.of(Rig.MAKER, Rig.MODEL, id),
                        Rig.MAKER,
                        Rig.MODEL,
                        Rig.PRODUCT,
                        Rig.VERSION,
                        1,
                        1,
                        Optional.empty(),
                        "slot-a",
                        Strength.SIMULATED,
                        files,
                        Optional.empty(),
                        Optional.empty()),
                signer);
        http.post("/rats/" + ORG + "/evidence", EatToken.MEDIA_TYPE, token);
        return token.length;
    }

    @Override
    public void close() throws IOException {
        if (connection.isPresent()) {
            connection.get().close();
        }
    }
}
