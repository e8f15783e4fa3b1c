package dev.muster.server.topic;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Factory certificates of devices that joined by them, for topics that look for something in their extensions. Each was
 * verified to a maker's authority and its key proved.
 */
public final class FactoryCertificates {
    /** Told of each; what it throws, it has to answer for itself. */
    public interface Reader {
        void seen(OrgId org, DeviceId device, X509Certificate certificate);
    }

    private final List<Reader> readers = new CopyOnWriteArrayList<>();

    /** Tells this one of every certificate from now on. */
    public void tell(Reader reader) {
        readers.add(reader);
    }

    /** A device got its certificate by this one. */
    public void seen(OrgId org, DeviceId device, X509Certificate certificate) {
        readers.forEach(reader -> reader.seen(org, device, certificate));
    }
}
