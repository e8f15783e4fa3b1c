package dev.muster.agent.attest;

import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Factory;
import dev.muster.format.join.x509.FactoryIdentity;
import dev.muster.format.join.x509.SubjectName;
import java.io.IOException;

/** How evidence names the device. */
public record Named(String maker, String model, String serial) {

    /** Says it once the device has a certificate of its server. */
    @FunctionalInterface
    public interface Naming {
        Named by(Credential operational) throws IOException;
    }

    /**
     * By the factory identity. Without one the maker has written down what the device is, and the server's certificate says
     * which.
     */
    public static Naming naming(DeviceRoots roots, Factory factory) throws IOException {
        if (Factory.hasIdentity(roots)) {
            Named named = byFactory(Credential.factory(roots));
            return _ -> named;
        }
        Factory.Made made = factory.made()
                .orElseThrow(() -> new IOException(
                        "there is no factory identity, and agent.properties does not say maker and model"));
        return operational -> new Named(
                made.maker(),
                made.model(),
                SubjectName.of(operational.certificate().getSubjectX500Principal())
                        .serialNumber()
                        .orElseThrow(() -> new IOException("the certificate names no device")));
    }

    private static Named byFactory(Credential idevid) throws IOException {
        return switch (FactoryIdentity.read(idevid.certificate())) {
            case FactoryIdentity.Reading.Found(FactoryIdentity found) ->
                new Named(found.maker(), found.model(), found.serialNumber());
            case FactoryIdentity.Reading.Unfit unfit ->
                throw new IOException("the factory certificate is unfit: " + unfit.detail());
        };
    }
}
